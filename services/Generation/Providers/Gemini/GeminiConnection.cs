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

    /// <summary>The path of a model's method.</summary>
    public static string PathOf(string model, string method) => $"models/{Uri.EscapeDataString(model)}:{method}";

    /// <summary>Posts what <paramref name="write"/> writes; <see cref="ProviderKey.Malformed"/> without a call when the key cannot be sent.</summary>
    public Task<TResult> PostAsync<TResult>(
        string path, int length, Action<Utf8JsonWriter> write, Secret? callerKey, Func<ProviderAnswer, TResult> read,
        Func<ProviderResult.Failed, TResult> failed, CancellationToken cancellationToken)
    {
        if (KeyOf(callerKey) is not { } key)
            return Task.FromResult(failed(ProviderKey.Malformed));
        var message = Message(HttpMethod.Post, path, key);
        message.Content = WrittenJson.Of(length + 512, write);
        return transport.SendAsync(GeminiProvider.WireName, message, _options.Patience, read, failed, cancellationToken);
    }

    /// <summary>Asks after an order.</summary>
    public Task<ProviderResult> AskAsync(string path, Secret? callerKey, Func<ProviderAnswer, ProviderResult> read, CancellationToken cancellationToken) =>
        KeyOf(callerKey) is { } key
            ? transport.AskAsync(GeminiProvider.WireName, Message(HttpMethod.Get, path, key), _options.Patience, read, cancellationToken)
            : Task.FromResult<ProviderResult>(ProviderKey.Malformed);

    /// <summary>Asks what costs nothing, with our own key.</summary>
    public async Task<ProviderResult.Failed?> ProbeAsync(string path, CancellationToken cancellationToken) => KeyOf(callerKey: null) is { } key
        ? await transport.ProbeAsync(
            GeminiProvider.WireName, Message(HttpMethod.Get, path, key), _options.Patience,
            static answer => answer.IsSuccess ? null : GeminiFailure.Of(answer), cancellationToken)
        : ProviderKey.Malformed;

    /// <summary>What fetches a file; null when it lies elsewhere, where the key has no business.</summary>
    public ResultCredential? CredentialFor(Uri file, Secret? callerKey) =>
        Uri.Compare(file, Base, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0 && KeyOf(callerKey) is { } key
            ? new ResultCredential(KeyHeader, new Secret(key))
            : null;

    private string? KeyOf(Secret? callerKey) => ProviderKey.Of(callerKey, _options.ApiKey);

    private HttpRequestMessage Message(HttpMethod method, string path, string key)
    {
        var message = new HttpRequestMessage(method, new Uri(Base, path));
        message.Headers.Add(KeyHeader, key);
        return message;
    }
}
