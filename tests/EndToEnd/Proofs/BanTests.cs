using System.Net;
using System.Net.Http.Json;
using Npgsql;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>A ban reaches tokens and keys at every gateway, whatever dies meanwhile; what was under way is made and charged.</summary>
public sealed class BanTests(BanFixture fixture) : IClassFixture<BanFixture>
{
    private const int Soon = 2;
    private const int Ordered = 5;

    [Fact]
    public async Task Banned_StopsAtBothGatewaysWithinASecondAndWhatRunsGoesOn()
    {
        var (account, known) = await KnownAtBothAsync();
        using var client = account.Client;
        var before = await account.AvailableAsync();
        string batch;
        await using (await Roadblock.OnAsync(fixture.System.GenerationDatabase, "generation.images"))
        {
            using var ordered = await client.PostAsJsonAsync("/v1/batches", new { items = Enumerable.Range(0, Ordered).Select(static number => new { prompt = $"hill {number}" }) });
            batch = (string)(await ordered.ShouldBeAsync(HttpStatusCode.Accepted))!["id"]!;

            (await fixture.BanAsync(account.Id, "spam")).ShouldBe(HttpStatusCode.OK);
            await BecomeAsync(known, HttpStatusCode.Forbidden, seconds: 1);
            (await SucceededAsync(account.Id)).ShouldBe(0);
        }

        await Calls.EventuallyAsync(async () => await SucceededAsync(account.Id) == Ordered, "what was ordered before is made", seconds: 30);
        var books = await fixture.System.SettledBooksAsync();
        books.IsSettled.ShouldBeTrue(books.ToString());

        (await fixture.BanAsync(account.Id, reason: null)).ShouldBe(HttpStatusCode.OK);
        await BecomeAsync(known, HttpStatusCode.OK, seconds: 1);
        ((int)(await client.GetJsonAsync($"/v1/batches/{batch}"))["succeeded"]!).ShouldBe(Ordered);
        (await account.AvailableAsync()).ShouldBeLessThan(before);
        Dispose(known);
    }

    [Fact]
    public async Task KeysAway_Banned_StopsAtOnceAndKeysLearnsItWhenItIsBack()
    {
        var (account, known) = await KnownAtBothAsync();
        await fixture.System.Services.Keys.KillAsync();
        try
        {
            (await fixture.BanAsync(account.Id, "spam")).ShouldBe(HttpStatusCode.OK);
            foreach (var client in known)
                (await StatusAsync(client)).ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.ServiceUnavailable);
        }
        finally
        {
            await fixture.System.Services.Keys.StartAndWaitAsync();
        }

        await BecomeAsync(known, HttpStatusCode.Forbidden, seconds: 30);
        await NothingWaitsAsync();
        Dispose(known);
    }

    [Fact]
    public async Task IdentityKilled_BetweenTheBanAndKeys_TellsKeysWhenItIsBack()
    {
        var (account, known) = await KnownAtBothAsync();
        await using (var roadblock = await Roadblock.OnAsync(fixture.System.KeysDatabase, "keys.account_bans"))
        {
            var banning = fixture.BanAsync(account.Id, "spam");
            await roadblock.WaitForWriterAsync();
            await fixture.System.Services.Identity.KillAsync();
            await roadblock.DropWritersAsync();
            (await banning).ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        // Committed, and unknown to Keys: this is where a lost message would leave it for good.
        (await ScalarAsync(fixture.System.IdentityDatabase, "SELECT banned_at IS NOT NULL FROM identity.users WHERE id = $1", account.Id)).ShouldBe(true);
        (await ScalarAsync(fixture.System.KeysDatabase, "SELECT count(*) FROM keys.account_bans WHERE account_id = $1", account.Id)).ShouldBe(0L);
        foreach (var key in known.Where(static client => client.DefaultRequestHeaders.Authorization!.Parameter!.StartsWith("nb_", StringComparison.Ordinal)))
            (await StatusAsync(key)).ShouldBe(HttpStatusCode.OK);

        await fixture.System.Services.Identity.StartAndWaitAsync();
        await BecomeAsync(known, HttpStatusCode.Forbidden, seconds: 10);
        await NothingWaitsAsync();
        Dispose(known);
    }

    [Fact]
    public async Task RedisAway_BannedAndUnbanned_HoldsAtBothGatewaysAllTheSame()
    {
        var (account, known) = await KnownAtBothAsync();
        await fixture.KillRedisAsync();
        try
        {
            (await fixture.BanAsync(account.Id, "spam")).ShouldBe(HttpStatusCode.OK);
            await BecomeAsync(known, HttpStatusCode.Forbidden, Soon);
            (await fixture.BanAsync(account.Id, reason: null)).ShouldBe(HttpStatusCode.OK);
            await BecomeAsync(known, HttpStatusCode.OK, Soon);
        }
        finally
        {
            await fixture.StartRedisAsync();
        }

        Dispose(known);
    }

    /// <summary>An account whose token and key each gateway has just verified, and remembers for a minute.</summary>
    private async Task<(TestAccount Account, IReadOnlyList<HttpClient> Known)> KnownAtBothAsync()
    {
        var account = await fixture.System.SignUpAsync();
        var (_, key) = await account.CreateKeyAsync();
        var known = new List<HttpClient>();
        for (var gateway = 0; gateway < fixture.System.Services.Gateways.Count; gateway++)
        {
            foreach (var credential in new[] { account.Token, key })
            {
                var client = fixture.System.ClientOf(gateway, credential);
                (await StatusAsync(client)).ShouldBe(HttpStatusCode.OK);
                known.Add(client);
            }
        }

        return (account, known);
    }

    private static Task BecomeAsync(IReadOnlyList<HttpClient> clients, HttpStatusCode status, int seconds) => Calls.EventuallyAsync(
        async () => (await Task.WhenAll(clients.Select(StatusAsync))).All(one => one == status), $"token and key are answered {(int)status} at both gateways", seconds);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("/v1/generations", UriKind.Relative));
        return response.StatusCode;
    }

    private Task<long> SucceededAsync(Guid account) =>
        fixture.System.CountAsync("SELECT count(*) FROM generation.jobs WHERE account_id = $1 AND state = 'succeeded'", account);

    private Task NothingWaitsAsync() => Calls.EventuallyAsync(
        async () => (long)(await ScalarAsync(fixture.System.IdentityDatabase, "SELECT count(*) FROM identity.ban_outbox"))! == 0, "Keys has acknowledged everything", seconds: 30);

    private static async Task<object?> ScalarAsync(string database, string sql, params Guid[] values)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync();
    }

    private static void Dispose(IEnumerable<HttpClient> clients)
    {
        foreach (var client in clients)
            client.Dispose();
    }
}
