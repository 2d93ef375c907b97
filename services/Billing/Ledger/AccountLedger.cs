using NanoBanana.Billing.Data;
using NanoBanana.Contracts.Billing;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;

namespace NanoBanana.Billing.Ledger;

/// <summary>Opens accounts and moves them between tiers, one statement each.</summary>
internal sealed class AccountLedger(NpgsqlDataSource dataSource)
{
    /// <summary>The tier an account is opened with: the operator's own is never capped, everybody else starts free.</summary>
    public static string OpeningTier(Guid accountId) => OperatorAccount.Includes(accountId) ? Tiers.Operator : Tiers.Free;

    /// <summary>The account as it is; opened on first use, its grant renewed when due.</summary>
    public async Task<AccountState> OpenAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "SELECT tier, available, held, monthly_credits, grant_month FROM billing.open_account($1, $2)");
        command.With(accountId).With(OpeningTier(accountId));
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>The account after the move; a repeat moves nothing.</summary>
    public async Task<AccountState> ChangeTierAsync(Guid accountId, string tier, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "SELECT tier, available, held, monthly_credits, grant_month FROM billing.change_tier($1, $2, $3)");
        command.With(accountId).With(OpeningTier(accountId)).With(tier);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>Closes accounts that were deleted, in the order of their ids, as every operation locks them. The result are those that hold nothing any more.</summary>
    public async Task<IReadOnlyList<Guid>> CloseAsync(IReadOnlyList<Guid> accounts, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("""
            SELECT id FROM (
                SELECT id, billing.close_account(id, tier) AS held
                FROM (SELECT * FROM unnest($1, $2) AS closed (id, tier) ORDER BY id) AS ordered) AS closed
            WHERE held = 0
            """);
        command.Parameters.With(accounts, static account => account).With(accounts, OpeningTier);
        return await command.ReadAllAsync(static row => row.GetGuid(0), cancellationToken);
    }

    private static async Task<AccountState> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ReadOneAsync(cancellationToken);
        return new AccountState(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt32(3), row.GetFieldValue<DateOnly>(4));
    }
}
