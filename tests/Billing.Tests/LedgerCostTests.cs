using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Billing.Ledger;
using NanoBanana.Contracts.Billing;

namespace NanoBanana.Billing.Tests;

/// <summary>What an operation costs: one command to the database, one transaction in it.</summary>
public sealed class LedgerCostTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    private HoldLedger Holds => billing.Service.Services.GetRequiredService<HoldLedger>();

    private AccountLedger Accounts => billing.Service.Services.GetRequiredService<AccountLedger>();

    [Fact]
    public async Task EachOperation_SendsOneCommand()
    {
        var (settled, released, account) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());

        (await CommandsAsync(() => Holds.PlaceAsync(Request(settled, account), CancellationToken.None))).ShouldBe(1);
        (await CommandsAsync(() => Holds.PlaceAsync(Request(released, account), CancellationToken.None))).ShouldBe(1);
        (await CommandsAsync(() => Holds.SettleAsync(Settlement(settled), CancellationToken.None))).ShouldBe(1);
        (await CommandsAsync(() => Holds.ReleaseAsync(released, failure: null, CancellationToken.None))).ShouldBe(1);
        (await CommandsAsync(() => Accounts.OpenAsync(account, CancellationToken.None))).ShouldBe(1);
        (await CommandsAsync(() => Accounts.ChangeTierAsync(account, Tiers.Pro, CancellationToken.None))).ShouldBe(1);
    }

    [Fact]
    public async Task EachOperation_WritesAllItsRowsInOneTransaction()
    {
        var (job, account) = (Guid.NewGuid(), Guid.NewGuid());
        const string Rows =
            """
            SELECT count(DISTINCT x) FROM (
                SELECT xmin::text AS x FROM billing.accounts WHERE id = '{0}'
                UNION ALL SELECT xmin::text FROM billing.holds WHERE job_id = '{1}'
                UNION ALL SELECT xmin::text FROM billing.transfers WHERE account_id = '{0}' AND kind <> ALL ('{2}')
                UNION ALL SELECT xmin::text FROM billing.usage_records WHERE account_id = '{0}'
                UNION ALL SELECT xmin::text FROM billing.usage_daily WHERE account_id = '{0}'
                UNION ALL SELECT xmin::text FROM billing.usage_totals WHERE account_id = '{0}'
                UNION ALL SELECT xmin::text FROM billing.usage_rollups WHERE account_id = '{0}') AS rows
            """;

        await Holds.PlaceAsync(Request(job, account), CancellationToken.None);
        (await billing.CountAsync(string.Format(null, Rows, account, job, "{}"))).ShouldBe(1);
        await Holds.SettleAsync(Settlement(job), CancellationToken.None);
        (await billing.CountAsync(string.Format(null, Rows, account, job, "{grant,hold}"))).ShouldBe(1);
        (await billing.CountAsync($"SELECT count(*) FROM billing.transfers WHERE account_id = '{account}'")).ShouldBe(4);
    }

    [Fact]
    public async Task KnownAccount_Open_WritesNothing()
    {
        var account = Guid.NewGuid();
        await Accounts.OpenAsync(account, CancellationToken.None);
        var before = await billing.CountAsync($"SELECT xmin::text::bigint + xmax::text::bigint FROM billing.accounts WHERE id = '{account}'");

        await Accounts.OpenAsync(account, CancellationToken.None);

        (await billing.CountAsync($"SELECT xmin::text::bigint + xmax::text::bigint FROM billing.accounts WHERE id = '{account}'")).ShouldBe(before);
    }

    private static PlaceHoldRequest Request(Guid job, Guid account) => new(job, account, "sandbox-1", "1K", "image", 3);

    private static SettleHoldRequest Settlement(Guid job) => new(job, KeyId: null, 2, "sandbox", "basic", 1, TimeProvider.System.GetUtcNow());

    /// <summary>Counts the spans that Npgsql starts under this call's own trace.</summary>
    private static async Task<int> CommandsAsync(Func<Task> call)
    {
        using var root = new Activity("call").Start();
        var commands = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Npgsql",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity =>
            {
                if (activity.TraceId == root.TraceId && activity.OperationName != "connect")
                    Interlocked.Increment(ref commands);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await call();
        return commands;
    }
}
