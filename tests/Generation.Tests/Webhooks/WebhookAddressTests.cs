using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanoBanana.Contracts.Events;
using NanoBanana.Generation.Tests.Providers;

namespace NanoBanana.Generation.Tests.Webhooks;

/// <summary>Our own network is no target, and addresses are told to nobody.</summary>
public sealed class WebhookAddressTests
{
    [Fact]
    public async Task EverySpellingOfAPrivateHost_Sent_IsRefusedByItsField()
    {
        await using var setup = await WebhookSetup.CreateAsync(("OUTBOUND_ALLOWED_NETWORKS", ""));
        foreach (var host in new[]
        {
            "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "017700000001", "0", "10.1.2.3", "169.254.169.254", "192.168.0.1",
            "localhost", "LOCALHOST", "localhost.", "a.localhost", "127.0.0.1.", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[fe80::1]", "[fd00::1]",
            "\uff11\uff12\uff17.0.0.1", "\u2460\u2461\u2466.0.0.1", "127\u30020\u30020\u30021",
        })
        {
            using var response = await setup.Client.PostAsJsonAsync("/v1/webhooks", new { url = $"https://{host}:8443/hooks" });
            response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, host);
            (await response.Content.ReadAsStringAsync()).ShouldContain("\"url\"");
        }

        foreach (var host in new[] { "93.184.216.34", "[2606:2800:220:1:248:1893:25c8:1946]", "example.com", "example.com.", "xn--bcher-kva.example" })
        {
            using var response = await setup.Client.PostAsJsonAsync("/v1/webhooks", new { url = $"https://{host}:8443/hooks" });
            response.StatusCode.ShouldBe(HttpStatusCode.Created, host);
        }
    }

    [Fact]
    public async Task PrivateAddress_MetAtTheConnection_IsNotConnectedTo()
    {
        await using var setup = await WebhookSetup.CreateAsync(("OUTBOUND_ALLOWED_NETWORKS", ""));
        using (var made = await setup.Client.PostAsJsonAsync("/v1/webhooks", new { url = "https://example.com/" }))
            await made.ShouldBeAsync(HttpStatusCode.Created);
        await setup.ScalarAsync($"UPDATE generation.webhook_endpoints SET url = '{setup.Receiver.Address}'");
        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.EventuallyAsync("(SELECT last_error = 'address_not_public' FROM generation.webhook_deliveries)", "it was refused");
        setup.Receiver.Switchboard.Count.ShouldBe(0);
    }

    [Fact]
    public async Task AddressWithoutTls_Sent_IsRefusedUnlessAllowed()
    {
        await using var setup = await WebhookSetup.CreateAsync(("Webhooks:AllowHttp", "false"));
        using var response = await setup.Client.PostAsJsonAsync("/v1/webhooks", new { url = "http://example.com/" });
        (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!["errors"]!.ToJsonString().ShouldContain("url");
    }

    [Theory]
    [InlineData("http://nobody.invalid/hooks", "name_not_resolved")]
    [InlineData("http://127.0.0.1:9/hooks", "not_connected")]
    [InlineData("https://127.0.0.1:{port}/hooks", "tls")]
    public async Task Connection_ThatFails_IsToldApart(string url, string error)
    {
        await using var setup = await WebhookSetup.CreateAsync();
        await setup.AddAsync();
        await setup.ScalarAsync($"UPDATE generation.webhook_endpoints SET url = '{url.Replace("{port}", setup.Receiver.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)}'");
        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.EventuallyAsync("(SELECT last_error IS NOT NULL FROM generation.webhook_deliveries)", "the try failed");
        (await setup.ScalarAsync("SELECT last_error FROM generation.webhook_deliveries")).ShouldBe(error);
    }

    [Fact]
    public async Task Everything_Logged_NamesNeitherAddressNorSecret()
    {
        await using var setup = await WebhookSetup.CreateAsync(("Logging:LogLevel:Default", "Trace"));
        using var logs = new MemoryLogs();
        setup.Instance.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs);
        var made = await setup.AddAsync();
        setup.Receiver.Switchboard.Next("http:410");
        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.DeliveriesAsync(1, "failed");

        logs.Lines.ShouldContain(static line => line.Contains("was disabled: gone"));
        var text = string.Join('\n', logs.Lines);
        text.ShouldNotContain("hidden");
        text.ShouldNotContain(((string)made["secret"]!)[6..]);
    }
}
