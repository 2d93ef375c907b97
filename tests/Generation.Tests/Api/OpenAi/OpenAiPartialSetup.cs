using System.Net.Http.Json;
using NanoBanana.Generation.Tests.Api.Kie;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Api.OpenAi;

/// <summary>A process behind which OpenAI serves first, and Google where a test asks for it.</summary>
public sealed class OpenAiPartialSetup : IAsyncDisposable
{
    public required OpenAiEmulator OpenAi { get; init; }

    public required KieSetup Setup { get; init; }

    public HttpClient Client => Setup.Hooks.Client;

    public static async Task<OpenAiPartialSetup> CreateAsync(params (string Key, string Value)[] settings)
    {
        var openAi = await OpenAiEmulator.StartAsync();
        return new OpenAiPartialSetup
        {
            OpenAi = openAi,
            Setup = await KieSetup.CreateAsync(
            [
                ("PROVIDER_OPENAI_API_KEY", OpenAiEmulator.DefaultKey), ("PROVIDER_OPENAI_BASE_URL", openAi.Address.ToString()), ("DEFAULT_IMAGE_PROVIDER", "openai"), .. settings,
            ]),
        };
    }

    /// <summary>The names of all events of a call, with the numbers of partial images.</summary>
    public async Task<List<string>> NamesAsync(object body, params (string Name, string Value)[] headers)
    {
        using var response = await Client.GenerateAsync(body, headers);
        return [.. (await response.EventsAsync()).Select(static one => EventsOneByOne.Describe(one.Name, one.Data))];
    }

    /// <summary>A stream as soon as it stands.</summary>
    internal static async Task<EventsOneByOne> OpenAsync(HttpClient client, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, OpenAiCalls.Generations) { Content = JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return new EventsOneByOne(await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
    }

    public async ValueTask DisposeAsync()
    {
        await Setup.DisposeAsync();
        await OpenAi.DisposeAsync();
    }
}
