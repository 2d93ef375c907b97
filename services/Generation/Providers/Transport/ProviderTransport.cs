using System.Net.Http.Headers;

namespace NanoBanana.Generation.Providers.Transport;

/// <summary>
/// One exchange with a provider, for every adapter: deadline, limits, and the one question that money hangs on, whether a request
/// without an answer may have been carried out. Redirects are answers like any other; none is followed, because it would carry the key
/// to another host.
/// </summary>
internal sealed class ProviderTransport(IHttpClientFactory clients, TimeProvider time)
{
    // A 4K image is about 20 MB, base64 adds a third, and drafts may come before it.
    internal const int BodyLimit = 64 * 1024 * 1024;
    private const string Events = "text/event-stream";
    private const int ErrorBodyLimit = 256 * 1024;

    /// <summary>Sends what changes something at the provider. Without an answer it is of unknown outcome, unless it certainly never left.</summary>
    /// <param name="client">The provider's name, as given to <see cref="ProviderClients.AddProviderClient"/>.</param>
    /// <param name="message">With a body; disposed here.</param>
    /// <param name="patience">The longest wait.</param>
    /// <param name="read">Turns the answer, of whatever status, into our words.</param>
    public Task<ProviderResult> SendAsync(
        string client, HttpRequestMessage message, TimeSpan patience, Func<ProviderAnswer, ProviderResult> read, CancellationToken cancellationToken) =>
        SendAsync(client, message, patience, read, static failed => failed, cancellationToken);

    /// <summary>The same for an answer that comes as events, where the provider sends such: one that ends without a result has an unknown outcome, as one that was cut.</summary>
    /// <param name="next">What an event, by its name and data, brings; null when more is to come.</param>
    public Task<ProviderResult> StreamAsync(
        string client, HttpRequestMessage message, TimeSpan patience, Func<ProviderAnswer, ProviderResult> read,
        Func<string, ReadOnlyMemory<byte>, ProviderResult?> next, CancellationToken cancellationToken)
    {
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(Events));
        return SendAsync(client, message, patience, read, static failed => failed, next, cancellationToken);
    }

    /// <summary>The same for what ends in something else than an image or a video.</summary>
    /// <param name="lost">Says in those words that no answer came.</param>
    public Task<TResult> SendAsync<TResult>(
        string client, HttpRequestMessage message, TimeSpan patience, Func<ProviderAnswer, TResult> read, Func<ProviderResult.Failed, TResult> lost,
        CancellationToken cancellationToken) => SendAsync(client, message, patience, read, lost, next: null, cancellationToken);

    private async Task<TResult> SendAsync<TResult>(
        string client, HttpRequestMessage message, TimeSpan patience, Func<ProviderAnswer, TResult> read, Func<ProviderResult.Failed, TResult> lost,
        Func<string, ReadOnlyMemory<byte>, TResult?>? next, CancellationToken cancellationToken)
    {
        var content = new TrackedContent(message.Content ?? new ByteArrayContent([]));
        message.Content = content;
        return await ExchangeAsync(
            client, message, patience, read,
            detail => lost(new ProviderResult.Failed(content.HasLeft ? FailureClass.Unknown : FailureClass.NotSent, detail)), next, cancellationToken);
    }

    /// <summary>Asks how an order stands. No answer, a throttle or a server's fault says nothing of the order: it is still running.</summary>
    public Task<ProviderResult> AskAsync(
        string client, HttpRequestMessage message, TimeSpan patience, Func<ProviderAnswer, ProviderResult> read, CancellationToken cancellationToken) =>
        ExchangeAsync<ProviderResult>(
            client, message, patience,
            answer => answer.Status is 408 or 425 or 429 or >= 500 ? new ProviderResult.Running(answer.RetryAfter) : read(answer),
            static _ => new ProviderResult.Running(), next: null, cancellationToken);

    /// <summary>Asks what costs nothing and changes nothing, to see whether the provider would serve us. Null when all is well.</summary>
    /// <param name="read">Turns the answer, of whatever status, into our words; null when it says that all is well.</param>
    public Task<ProviderResult.Failed?> ProbeAsync(
        string client, HttpRequestMessage message, TimeSpan patience, Func<ProviderAnswer, ProviderResult.Failed?> read, CancellationToken cancellationToken) =>
        ExchangeAsync(
            client, message, patience, answer => answer.IsSuccess && answer.MediaType != "application/json" ? ProviderAnswer.Unreadable : read(answer),
            static detail => new ProviderResult.Failed(Silence(detail), detail), next: null, cancellationToken);

    private async Task<TResult> ExchangeAsync<TResult>(
        string clientName, HttpRequestMessage message, TimeSpan patience, Func<ProviderAnswer, TResult> read,
        Func<string, TResult> lost, Func<string, ReadOnlyMemory<byte>, TResult?>? next, CancellationToken cancellationToken)
    {
        using var sent = message;
        using var deadline = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var client = clients.CreateClient(clientName);
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.IsSuccessStatusCode && next is not null && response.Content.Headers.ContentType?.MediaType == Events)
                return await EventReader.ReadAsync(response.Content, BodyLimit, next, lost, either.Token);
            return response.IsSuccessStatusCode
                ? await ReadSuccessAsync(response, read, lost, either.Token)
                : await ReadFailureAsync(response, read, either.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return lost(Reason(exception, deadline.Token, cancellationToken));
        }
    }

    private async Task<TResult> ReadSuccessAsync<TResult>(
        HttpResponseMessage response, Func<ProviderAnswer, TResult> read, Func<string, TResult> lost, CancellationToken cancellationToken)
    {
        using var body = await PooledBody.ReadAsync(response.Content, BodyLimit, cancellationToken);
        return body is null ? lost("TOO_LARGE") : read(AnswerOf(response, body.Memory));
    }

    private async Task<TResult> ReadFailureAsync<TResult>(
        HttpResponseMessage response, Func<ProviderAnswer, TResult> read, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await PooledBody.ReadAsync(response.Content, ErrorBodyLimit, cancellationToken);
            return read(AnswerOf(response, body?.Memory ?? default));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // The status alone says that it was not done.
            return read(AnswerOf(response, default));
        }
    }

    private ProviderAnswer AnswerOf(HttpResponseMessage response, ReadOnlyMemory<byte> body) => new(
        (int)response.StatusCode, body, response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "",
        RetryHint.FromHeaders(response.Headers, time.GetUtcNow()), response.Headers);

    /// <summary>What no answer to a question says of the provider.</summary>
    private static FailureClass Silence(string reason) => reason switch
    {
        "CANCELLED" or "TIMEOUT" => FailureClass.TimedOut,
        "CONNECTION_LOST" or "TOO_LARGE" or nameof(HttpRequestError.ResponseEnded) or nameof(HttpRequestError.InvalidResponse) => FailureClass.Unknown,
        _ => FailureClass.NotSent,
    };

    private static string Reason(Exception exception, CancellationToken deadline, CancellationToken caller) => exception switch
    {
        OperationCanceledException when caller.IsCancellationRequested => "CANCELLED",
        OperationCanceledException when deadline.IsCancellationRequested => "TIMEOUT",
        OperationCanceledException => "CONNECT_TIMEOUT",
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } => error.ToString(),
        _ => "CONNECTION_LOST",
    };
}
