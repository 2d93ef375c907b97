using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>Google's interface at the configured address: the key goes in a header, and there only.</summary>
internal sealed class GeminiConnection(ProviderTransport transport, IOptions<GoogleOptions> options)
{
    public const string KeyHeader = "x-goog-api-key";
    private readonly GoogleOptions _options = options.Value;

    /// <summary>Everything lies below it.</summary>
    public Uri Base { get; } = new(options.Value.Address + "/v1beta/");

    /// <summary>A key that cannot stand in a header: it may hold anything, and a line break would begin another one.</summary>
    public static ProviderResult.Failed MalformedKey { get; } = new(FailureClass.Unauthorised, "MALFORMED_KEY");

    /// <summary>The path of a model's method.</summary>
    public static string PathOf(string model, string method) => $"models/{Uri.EscapeDataString(model)}:{method}";

    /// <summary>Posts what <paramref name="write"/> writes; <see cref="MalformedKey"/> without a call when the key cannot be sent.</summary>
    public Task<TResult> PostAsync<TResult>(
        string path, int length, Action<Utf8JsonWriter> write, Secret? callerKey, Func<ProviderAnswer, TResult> read,
        Func<ProviderResult.Failed, TResult> failed, CancellationToken cancellationToken)
    {
        if (KeyOf(callerKey) is not { } key)
            return Task.FromResult(failed(MalformedKey));
        var message = Message(HttpMethod.Post, path, key);
        message.Content = Json(length, write);
        return transport.SendAsync(GeminiProvider.WireName, message, _options.Patience, read, failed, cancellationToken);
    }

    /// <summary>Asks after an order.</summary>
    public Task<ProviderResult> AskAsync(string path, Secret? callerKey, Func<ProviderAnswer, ProviderResult> read, CancellationToken cancellationToken) =>
        KeyOf(callerKey) is { } key
            ? transport.AskAsync(GeminiProvider.WireName, Message(HttpMethod.Get, path, key), _options.Patience, read, cancellationToken)
            : Task.FromResult<ProviderResult>(MalformedKey);

    /// <summary>Asks what costs nothing, with our own key.</summary>
    public async Task<ProviderResult.Failed?> ProbeAsync(string path, CancellationToken cancellationToken) => KeyOf(callerKey: null) is { } key
        ? await transport.ProbeAsync(
            GeminiProvider.WireName, Message(HttpMethod.Get, path, key), _options.Patience,
            static answer => answer.IsSuccess ? null : GeminiFailure.Of(answer), cancellationToken)
        : MalformedKey;

    /// <summary>What fetches a file; null when it lies elsewhere, where the key has no business.</summary>
    public ResultCredential? CredentialFor(Uri file, Secret? callerKey) =>
        Uri.Compare(file, Base, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0 && KeyOf(callerKey) is { } key
            ? new ResultCredential(KeyHeader, new Secret(key))
            : null;

    private string? KeyOf(Secret? callerKey)
    {
        var key = (callerKey?.Reveal() ?? _options.ApiKey).Trim();
        return key.AsSpan().ContainsAnyExceptInRange('!', '~') ? null : key;
    }

    private HttpRequestMessage Message(HttpMethod method, string path, string key)
    {
        var message = new HttpRequestMessage(method, new Uri(Base, path));
        message.Headers.Add(KeyHeader, key);
        return message;
    }

    private static ReadOnlyMemoryContent Json(int length, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(length + 512);
        using (var json = new Utf8JsonWriter(buffer))
            write(json);
        return new ReadOnlyMemoryContent(buffer.WrittenMemory) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" } } };
    }
}
