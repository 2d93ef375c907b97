using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Billing.Ledger;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Admin;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;
using Npgsql;

namespace NanoBanana.Billing.Accounts;

/// <summary>What lists of users show of their accounts. Opens none: who has never called has made nothing.</summary>
internal static class SummarizeAccounts
{
    // Two lookups by key for each.
    private const string Sql = """
        SELECT asked.id, account.tier, (SELECT coalesce(sum(total.images), 0)::bigint FROM billing.usage_totals AS total WHERE total.account_id = asked.id)
        FROM unnest($1) AS asked (id) LEFT JOIN billing.accounts AS account ON account.id = asked.id
        """;

    public static async Task<Results<JsonHttpResult<IReadOnlyList<AccountSummary>>, FailureResult>> HandleAsync(
        IReadOnlyList<Guid> ids, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (ids.Count is < 1 or > AccountSummary.MaxItems)
        {
            var validation = new RequestValidation();
            validation.Add("", "value_error", $"List should have 1 to {AccountSummary.MaxItems} items");
            return (FailureResult)validation.Failure;
        }

        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. ids.Distinct()] });
        var summaries = new List<AccountSummary>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            summaries.Add(new AccountSummary(row.GetGuid(0), row.IsDBNull(1) ? AccountLedger.OpeningTier(row.GetGuid(0)) : row.GetString(1), row.GetInt64(2)));
        return TypedResults.Json<IReadOnlyList<AccountSummary>>(summaries, ContractsJsonContext.Default.IReadOnlyListAccountSummary);
    }
}
