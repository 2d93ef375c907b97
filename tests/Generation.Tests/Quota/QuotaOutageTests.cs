using System.Net;
using NanoBanana.Generation.Tests.Jobs;
using Npgsql;

namespace NanoBanana.Generation.Tests.Quota;

/// <summary>While Postgres does not answer, nobody's day can be read: nothing begins, nothing is held, and nothing of the day is lost.</summary>
public sealed class QuotaOutageTests
{
    private const string Refusal =
        """{"success":false,"error":{"code":"service_unavailable","message":"The service is temporarily unavailable. Try again shortly."},"detail":"The service is temporarily unavailable. Try again shortly."}""";

    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task PostgresAway_CallsOfTheLab_AreUnavailableHoldNothingAndComeBack()
    {
        await using var application = await GenerationApplication.CreateAsync(("PROVIDER_SANDBOX_ENABLED", "true"), ("Quota:CooldownSeconds", "0"), ("Quota:DailyLimit", "3"));
        var direct = new NpgsqlConnectionStringBuilder(application.ConnectionString);
        await using var gate = new TcpGate(new Uri($"http://{direct.Host}:{direct.Port}"));
        var gated = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Host = gate.Address.Host, Port = gate.Address.Port, Timeout = 1, CommandTimeout = 2 };
        await using var instance = await application.StartInstanceAsync(("ConnectionStrings:generationdb", gated.ConnectionString));
        using var client = instance.Of(_account);
        (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        await SettledAsync(application);
        var before = await BalanceAsync(application);

        gate.Shut();
        foreach (var (method, path, body) in ((string, string, string?)[])
        [
            ("POST", "/api/generate", """{"prompt":"a hill"}"""),
            ("POST", "/api/generate/batch", """{"prompts":["a hill","a lake"]}"""),
            ("GET", "/api/quota", null),
            ("POST", "/api/quota/check", "{}"),
        ])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : new StringContent(body, null, "application/json") };
            using var response = await client.SendAsync(request);
            (response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.ServiceUnavailable, Refusal), path);
            response.Headers.RetryAfter.ShouldNotBeNull(path);
        }

        (await BalanceAsync(application)).ShouldBe(before);
        gate.Open();
        await application.EventuallyAsync(async () =>
        {
            using var response = await client.GetAsync(new Uri("/api/quota", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }, "days are read again");

        // One of three was used before, and the outage took nothing of the day.
        (await client.UsedAsync()).ShouldBe(1);
        (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await client.GenerateAsync()).ShouldBeRefused("Daily limit reached (3/3)", """{"used":3,"limit":3,"remaining":0}""");
        await SettledAsync(application);
        (await BalanceAsync(application)).ShouldBe((before.Available - (2 * 20), 0));
    }

    private Task SettledAsync(GenerationApplication application) =>
        application.EventuallyAsync(async () => (await BalanceAsync(application)).Held == 0, "nothing is held");

    private async Task<(long Available, long Held)> BalanceAsync(GenerationApplication application)
    {
        var account = await application.AccountAsync(_account);
        return ((long)account["available"]!, (long)account["held"]!);
    }
}
