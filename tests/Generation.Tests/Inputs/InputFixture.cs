using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Inputs;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Testing.Emulators;

[assembly: AssemblyFixture(typeof(InputFixture))]

namespace NanoBanana.Generation.Tests.Inputs;

/// <summary>A process with Google's and OpenAI's emulators behind it: the first edits without masks, the second with them. Each test has an account of its own.</summary>
public sealed class InputFixture : IAsyncLifetime
{
    public OpenAiEmulator OpenAi { get; private set; } = null!;
    public GenerationApplication Application { get; private set; } = null!;
    public TestService Instance { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        OpenAi = await OpenAiEmulator.StartAsync();
        Application = await GenerationApplication.CreateAsync(
            ("PROVIDER_OPENAI_BASE_URL", OpenAi.Address.ToString()), ("PROVIDER_OPENAI_API_KEY", OpenAiEmulator.DefaultKey), ("PROVIDER_SANDBOX_ENABLED", "true"),
            ("ENABLE_FALLBACK", "false"));
        Instance = await Application.StartInstanceAsync();
    }

    public HttpClient ClientOf(Guid account) => Instance.ClientFor(GenerationApplication.KeyOf(account));

    public static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, object body, string? key = null, string? provider = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (provider is not null)
            request.Headers.Add("X-Provider", provider);
        return await client.SendAsync(request);
    }

    public static string Base64(int width = 640, int height = 480, string mediaType = "image/png") => Convert.ToBase64String(EmulatedImage.Make(width, height, mediaType));

    /// <summary>How many jobs an account has: nothing may be begun for a call that is refused.</summary>
    public async Task<long> JobsOfAsync(Guid account) => (long)(await Application.ScalarAsync("SELECT count(*) FROM generation.jobs WHERE account_id = @a AND image_count > 0", ("a", account)))!;

    public async Task<long> AvailableOfAsync(Guid account)
    {
        var state = await Application.AccountAsync(account);
        ((long)state["held"]!).ShouldBe(0);
        return (long)state["available"]!;
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        await OpenAi.DisposeAsync();
    }
}
