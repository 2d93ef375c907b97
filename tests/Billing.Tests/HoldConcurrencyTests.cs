using NanoBanana.Contracts.Billing;
using Npgsql;

namespace NanoBanana.Billing.Tests;

public sealed class HoldConcurrencyTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    [Fact]
    public async Task ThousandParallelCallsOnTwoReplicas_BalanceForFifty_ExactlyFiftyHeld()
    {
        var account = Guid.NewGuid();
        await using var second = await billing.StartAnotherAsync();
        using var other = second.ClientForService("generation");

        var results = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i =>
            billing.PlaceAsync(Guid.NewGuid(), account, client: i % 2 == 0 ? billing.Internal : other)));

        results.Count(static result => result.Outcome == HoldOutcome.Held).ShouldBe(50);
        results.Count(static result => result.Outcome == HoldOutcome.Insufficient).ShouldBe(950);
        (await billing.AccountAsync(account)).ShouldBe(new AccountView(account, Tiers.Free, 0, 1_000, 10));
        await billing.ShouldBalanceAsync();
    }

    /// <summary>The thousand meet by chance; these twenty have all begun before any can end.</summary>
    [Fact(Timeout = 30_000)]
    public async Task TwentyCallsThatBeganTogether_BalanceForOne_OneHeld()
    {
        var account = Guid.NewGuid();
        await billing.UseAsync(account, 49);
        await using var gate = await billing.Data.OpenConnectionAsync();
        await using var transaction = await gate.BeginTransactionAsync();
        await using var locking = new NpgsqlCommand($"SELECT 1 FROM billing.accounts WHERE id = '{account}' FOR UPDATE", gate);
        await locking.ExecuteNonQueryAsync();

        var calls = Enumerable.Range(0, 20).Select(_ => billing.PlaceAsync(Guid.NewGuid(), account)).ToArray();
        while (await billing.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") < calls.Length)
            await Task.Yield();
        await transaction.CommitAsync();

        (await Task.WhenAll(calls)).Count(static result => result.Outcome == HoldOutcome.Held).ShouldBe(1);
        await billing.ShouldBalanceAsync();
    }

    /// <summary>Calls of many accounts share a statement, and must not share the lock that one of them waits for.</summary>
    [Fact(Timeout = 30_000)]
    public async Task AccountThatIsLocked_OtherAccountsAreServed()
    {
        var (locked, other) = (Guid.NewGuid(), Guid.NewGuid());
        await billing.UseAsync(locked, 1);
        await using var gate = await billing.Data.OpenConnectionAsync();
        await using var transaction = await gate.BeginTransactionAsync();
        await using var locking = new NpgsqlCommand($"SELECT 1 FROM billing.accounts WHERE id = '{locked}' FOR UPDATE", gate);
        await locking.ExecuteNonQueryAsync();

        var waiting = Enumerable.Range(0, 20).Select(_ => billing.PlaceAsync(Guid.NewGuid(), locked)).ToArray();
        var served = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => billing.PlaceAsync(Guid.NewGuid(), other)));

        served.ShouldAllBe(static result => result.Outcome == HoldOutcome.Held);
        waiting.ShouldAllBe(static call => !call.IsCompleted);
        await transaction.CommitAsync();
        (await Task.WhenAll(waiting)).ShouldAllBe(static result => result.Outcome == HoldOutcome.Held);
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task CallsOfManyAccountsOnTwoReplicas_EachAccountPaysForItsOwn()
    {
        var accounts = Enumerable.Range(0, 25).Select(static _ => Guid.NewGuid()).ToArray();
        await using var second = await billing.StartAnotherAsync();
        using var other = second.ClientForService("generation");
        HttpClient[] replicas = [billing.Internal, other];

        await Task.WhenAll(Enumerable.Range(0, 600).Select(async i =>
        {
            var job = Guid.NewGuid();
            await billing.PlaceAsync(job, accounts[i % 25], client: replicas[i % 2]);
            var ending = i % 3 == 0 ? billing.ReleaseAsync(job, replicas[i / 2 % 2]) : billing.SettleAsync(job, client: replicas[i / 2 % 2]);
            (await ending).Outcome.ShouldBe(CloseHoldOutcome.Closed);
        }));

        // 24 calls of each, of which every third made nothing.
        foreach (var account in accounts)
            (await billing.AccountAsync(account)).ShouldBe(new AccountView(account, Tiers.Free, 1_000 - (16 * 20), 0, 10));
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task HundredParallelRepeatsOfOneJob_OneHold()
    {
        var (job, account) = (Guid.NewGuid(), Guid.NewGuid());

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => billing.PlaceAsync(job, account)));

        results.ShouldAllBe(static result => result == new PlaceHoldResult(HoldOutcome.Held, 20, 3, 980, 0));
        (await billing.AccountAsync(account)).Held.ShouldBe(20);
        (await billing.CountAsync($"SELECT count(*) FROM billing.transfers WHERE account_id = '{account}' AND kind = 'grant'")).ShouldBe(1);
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task OneJobIdOfManyAccounts_Place_OneHeldAndTheOthersDiffer()
    {
        for (var round = 0; round < 10; round++)
        {
            var job = Guid.NewGuid();
            var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => billing.PlaceAsync(job, Guid.NewGuid())));

            results.Count(static result => result.Outcome == HoldOutcome.Held).ShouldBe(1);
            results.Count(static result => result is { Outcome: HoldOutcome.Differs, Available: 1_000 }).ShouldBe(9);
        }

        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task SettleAndReleaseRace_ExactlyOneWins()
    {
        var winners = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < 40; round++)
        {
            var (job, account) = (Guid.NewGuid(), Guid.NewGuid());
            await billing.PlaceAsync(job, account, units: 2);

            var settling = Enumerable.Range(0, 2).Select(_ => billing.SettleAsync(job, units: 1));
            var releasing = Enumerable.Range(0, 2).Select(_ => billing.ReleaseAsync(job));
            var calls = round % 2 == 0 ? settling.Concat(releasing) : releasing.Concat(settling);
            var results = await Task.WhenAll(calls);

            var settled = (await billing.AccountAsync(account)).Available == 980;
            results.Count(static result => result.Outcome == CloseHoldOutcome.Closed).ShouldBe(2);
            results.Count(static result => result.Outcome == CloseHoldOutcome.Contradicts).ShouldBe(2);
            results.ShouldAllBe(result => result.Credits == (settled ? 20 : 0) && result.Available == (settled ? 980 : 1_000));
            winners.Add(settled ? "settle" : "release");
            await billing.ShouldBalanceAsync();
        }

        winners.Count.ShouldBe(2, "a race that always has the same winner is none");
    }
}
