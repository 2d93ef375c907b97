using System.Net;
using NanoBanana.Contracts.Billing;
using NanoBanana.Testing.Processes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>Never over the balance, never twice for one key: many calls at once over two gateways and two generation processes.</summary>
public sealed class OverspendTests(ReplicatedFixture fixture) : IClassFixture<ReplicatedFixture>
{
    private const int Keys = 100;
    private const int CallsPerKey = 10;
    private const int Affordable = 50;

    [Fact]
    public async Task ThousandCallsAtOnce_BalanceForFifty_MakeExactlyFiftyAndRefuseTheRest()
    {
        var account = await fixture.System.SignUpAsync();
        var keys = new List<string>();
        for (var i = 0; i < Keys; i++)
            keys.Add((await account.CreateKeyAsync($"Key {i}")).Text);
        (await account.AvailableAsync()).ShouldBe(Affordable * 20);

        var called = fixture.Gemini.Switchboard.Count;
        var statuses = await Task.WhenAll(keys.SelectMany((key, number) =>
        {
            var client = fixture.System.ClientOf(number % 2, key);
            return Enumerable.Range(0, CallsPerKey).Select(async call =>
            {
                using var response = await client.GenerateAsync(new { prompt = $"one of many {call}" });
                return Tally.NameOf(response);
            });
        }));

        Tally.Of(statuses).ShouldBe($"201 x {Affordable}, 429 billing.insufficient_credits x {(Keys * CallsPerKey) - Affordable}");
        (fixture.Gemini.Switchboard.Count - called).ShouldBe(Affordable);
        (await account.AvailableAsync()).ShouldBe(0);
        var books = await fixture.System.SettledBooksAsync();
        books.ShouldBalance();
        books.Jobs.Where(job => job.AccountId == account.Id).Sum(static job => job.Charged).ShouldBe(Affordable * 20);
    }

    [Fact]
    public async Task HundredRepeatsAtOnce_OneIdempotencyKey_MakeOneJobOneChargeAndOneProviderCall()
    {
        var account = await fixture.System.SignUpAsync();
        await fixture.System.ChangeTierAsync(account.Id, Tiers.Pro);
        var before = await account.AvailableAsync();
        var (_, key) = await account.CreateKeyAsync();
        HttpClient[] clients = [fixture.System.ClientOf(0, key), fixture.System.ClientOf(1, key)];
        var called = fixture.Gemini.Switchboard.Count;
        fixture.Gemini.Switchboard.Next("slow:1000");

        var bodies = await Task.WhenAll(Enumerable.Range(0, 100).Select(async call =>
        {
            using var response = await clients[call % 2].GenerateAsync(new { prompt = "only once" }, "order-1");
            await response.ShouldBeAsync(HttpStatusCode.Created);
            return await response.Content.ReadAsStringAsync();
        }));

        bodies.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        (fixture.Gemini.Switchboard.Count - called).ShouldBe(1);
        (await account.AvailableAsync()).ShouldBe(before - 20);
        var books = await fixture.System.SettledBooksAsync();
        books.ShouldBalance();
        books.Jobs.Where(job => job.AccountId == account.Id).ShouldHaveSingleItem().Charged.ShouldBe(20);
    }
}
