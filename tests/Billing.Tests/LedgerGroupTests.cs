using NanoBanana.Contracts.Billing;

namespace NanoBanana.Billing.Tests;

/// <summary>Many jobs in one call of the ledger's functions end as they would have one after the other.</summary>
public sealed class LedgerGroupTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    [Fact]
    public async Task JobsOfOneAccount_EachSeesWhatThoseBeforeItLeft()
    {
        var account = Guid.NewGuid();
        await billing.UseAsync(account, 45);

        // 100 credits are left: 60 fit, 60 more do not, 20 and 20 do, 20 more do not.
        (await PlaceAsync((account, 3), (account, 3), (account, 1), (account, 1), (account, 1)))
            .ShouldBe(["1 held 40", "2 insufficient 40", "3 held 20", "4 held 0", "5 insufficient 0"]);
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task JobsOfManyAccounts_KnownAndNew_EachPaysItsOwn()
    {
        var (known, fresh, poor) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await billing.UseAsync(known, 1);
        await billing.UseAsync(poor, 50);

        (await PlaceAsync((fresh, 2), (known, 1), (poor, 1), (fresh, 1), (known, 1)))
            .ShouldBe(["1 held 960", "2 held 960", "3 insufficient 0", "4 held 940", "5 held 940"]);
        (await billing.AccountAsync(fresh)).ShouldBe(new AccountView(fresh, Tiers.Free, 940, 60, 10));
        (await billing.AccountAsync(known)).ShouldBe(new AccountView(known, Tiers.Free, 940, 40, 10));
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task JobsThatEndTogether_AreChargedAndCountedUnderTheirOwnAccountKeyAndDay()
    {
        var (one, two, key) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        Guid[] jobs = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        foreach (var (job, account) in jobs[..5].Zip([one, one, two, one, two]))
            await billing.PlaceAsync(job, account, units: 2);
        await billing.ReleaseAsync(jobs[3]);

        // The fourth was released before, the sixth was never held; the fifth made more than was held.
        (await RowsAsync($"""
            SELECT place || ' ' || outcome || ' ' || charged || ' ' || available || ' ' || returned || ' ' || first_time
            FROM billing.settle_holds('{Uuids(jobs)}', '{Uuids([key, key, key, key, Guid.Empty, key])}', '{"{2,1,2,1,3,1}"}',
                array_fill('sandbox'::text, ARRAY[6]), array_fill('basic'::text, ARRAY[6]), array_fill(5, ARRAY[6]),
                '{"{2026-03-01,2026-03-01,2026-03-01,2026-03-01,2026-03-02,2026-03-02}"}',
                array_fill(NULL::text, ARRAY[6]), array_fill(NULL::bigint, ARRAY[6])) ORDER BY place
            """)).ShouldBe(
        [
            "1 closed 40 940 0 true", "2 closed 20 940 20 true", "3 closed 40 920 0 true", "4 contradicts 0 940 40 false",
            "5 closed 40 920 0 true", "6 not_found 0 0 0 false",
        ]);
        (await RowsAsync($"""
            SELECT day || ' ' || images || ' ' || credits FROM billing.usage_daily WHERE account_id = ANY ('{Uuids([one, two])}') ORDER BY account_id = '{two}', day
            """)).ShouldBe(["2026-03-01 3 60", "2026-03-01 2 40", "2026-03-02 2 40"]);
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task JobsThatMadeNothing_AreGivenBackTogether()
    {
        var account = Guid.NewGuid();
        Guid[] jobs = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        foreach (var job in jobs)
            await billing.PlaceAsync(job, account);
        await billing.SettleAsync(jobs[1]);

        (await RowsAsync($"SELECT place || ' ' || outcome || ' ' || charged || ' ' || available FROM billing.release_holds('{Uuids(jobs)}') ORDER BY place"))
            .ShouldBe(["1 closed 0 980", "2 contradicts 20 980", "3 closed 0 980"]);
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task OneJobTwiceInAGroup_NothingOfTheGroupStands()
    {
        var (job, account) = (Guid.NewGuid(), Guid.NewGuid());
        var place = $"SELECT count(*) FROM billing.place_holds('{Uuids([job, job])}', '{Uuids([account, account])}', "
            + "'{free,free}', '{sandbox-1,sandbox-1}', '{1K,1K}', '{image,image}', '{1,1}', '{NULL,NULL}')";

        (await Should.ThrowAsync<Npgsql.PostgresException>(() => billing.CountAsync(place))).SqlState.ShouldBe(Npgsql.PostgresErrorCodes.SerializationFailure);
        (await billing.CountAsync($"SELECT count(*) FROM billing.holds WHERE job_id = '{job}'")).ShouldBe(0);
    }

    private Task<List<string>> PlaceAsync(params (Guid Account, int Units)[] jobs)
    {
        var same = $"ARRAY[{jobs.Length}]";
        return RowsAsync($"""
            SELECT place || ' ' || outcome || ' ' || available
            FROM billing.place_holds('{Uuids(jobs.Select(static _ => Guid.NewGuid()))}', '{Uuids(jobs.Select(static job => job.Account))}',
                array_fill('free'::text, {same}), array_fill('sandbox-1'::text, {same}), array_fill('1K'::text, {same}),
                array_fill('image'::text, {same}), ARRAY[{string.Join(',', jobs.Select(static job => job.Units))}],
                array_fill(NULL::int, {same})) ORDER BY place
            """);
    }

    private async Task<List<string>> RowsAsync(string sql)
    {
        var rows = new List<string>();
        await using var command = billing.Data.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }

    private static string Uuids(IEnumerable<Guid> ids) => $"{{{string.Join(',', ids)}}}";
}
