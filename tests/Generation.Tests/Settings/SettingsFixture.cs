using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Settings;

/// <summary>One process for the tests of a class, with three providers of images that have keys; each test has an account of its own.</summary>
public sealed class SettingsFixture : IAsyncLifetime
{
    public GenerationApplication Application { get; private set; } = null!;

    public TestService Instance { get; private set; } = null!;

    public WebhookReceiver Receiver { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Application = await GenerationApplication.CreateAsync(
            ("PROVIDER_SANDBOX_ENABLED", "true"), ("PROVIDER_BFL_API_KEY", "none"), ("Webhooks:AllowHttp", "true"));
        Instance = await Application.StartInstanceAsync();
        Receiver = await WebhookReceiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        await Receiver.DisposeAsync();
    }
}

/// <summary>What an account's owner does with the settings.</summary>
internal static class SettingsCalls
{
    public static async Task<JsonNode> SettingsAsync(this HttpClient client, string rest = "")
    {
        using var response = await client.GetAsync(new Uri("/api/settings" + rest, UriKind.Relative));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    public static Task<JsonNode> SetAsync(this HttpClient client, object settings) => client.PutAsync("/api/settings", settings, HttpStatusCode.OK);

    public static Task<JsonNode> SetProvidersAsync(this HttpClient client, params object[] providers) =>
        client.PutAsync("/api/settings/providers", new { provider_preferences = new { providers } }, HttpStatusCode.OK);

    public static async Task<JsonNode> PutAsync(this HttpClient client, string path, object body, HttpStatusCode status)
    {
        using var response = await client.PutAsJsonAsync(path, body);
        return (await response.ShouldBeAsync(status))!;
    }
}
