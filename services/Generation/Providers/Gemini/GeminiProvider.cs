using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>Google's image models over REST.</summary>
internal sealed partial class GeminiProvider(
    IHttpClientFactory clients, IOptions<GoogleOptions> options, TimeProvider time, ILogger<GeminiProvider> logger) : IImageProvider
{
    public const string ClientName = "gemini";

    // A 4K image is about 20 MB, and drafts may come before it.
    private const int BodyLimit = 64 * 1024 * 1024;
    private const int ErrorBodyLimit = 256 * 1024;

    private readonly GoogleOptions _options = options.Value;
    private readonly Uri _models = new(options.Value.BaseUrl.TrimEnd('/') + "/v1beta/models/");

    public string Name => "google";

    public bool IsAvailable => _options.IsConfigured;

    public int Priority => _options.Priority;

    public IReadOnlyList<ProviderModel> Models { get; } = GeminiModels.Offered(options.Value.Model);

    public async Task<ProviderResult> GenerateAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        using var activity = GeminiActivity.Start(request.Model, _models);
        var result = await CallAsync(request, cancellationToken);
        activity.End(result);
        if (result is ProviderResult.Failed { Class: FailureClass.Unauthorised or FailureClass.OutOfFunds or FailureClass.Gone } failed)
            Log.Misconfigured(logger, request.Model, failed.Class, failed.Detail);
        return result;
    }

    private async Task<ProviderResult> CallAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using var content = new GeminiRequestContent(request, GeminiModels.Find(request.Model));
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, new Uri($"{_models}{Uri.EscapeDataString(request.Model)}:generateContent"));
            message.Content = content;
            message.Headers.Add("x-goog-api-key", _options.ApiKey.Trim());
            message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.StatusCode == HttpStatusCode.OK
                ? await ReadAnswerAsync(response, either.Token)
                : await ReadFailureAsync(response, either.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return Lost(content.HasLeft, Reason(exception, deadline.Token, cancellationToken));
        }
    }

    private static async Task<ProviderResult> ReadAnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = await PooledBody.ReadAsync(response.Content, BodyLimit, cancellationToken);
        return body is null ? new ProviderResult.Failed(FailureClass.Unknown, "TOO_LARGE") : GeminiOutcome.Of(body.Memory.Span);
    }

    private async Task<ProviderResult> ReadFailureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var header = response.Headers.RetryAfter;
        var hint = header?.Delta ?? (header?.Date - time.GetUtcNow() is { Ticks: > 0 } until ? until : null);
        try
        {
            using var body = await PooledBody.ReadAsync(response.Content, ErrorBodyLimit, cancellationToken);
            return GeminiFailure.Of(response.StatusCode, hint, body is null ? default : body.Memory.Span);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // The status alone says that it was not done.
            return GeminiFailure.Of(response.StatusCode, hint, default);
        }
    }

    /// <summary>No answer. Only a request that never left is known not to have been carried out.</summary>
    private static ProviderResult.Failed Lost(bool hasLeft, string detail) =>
        new(hasLeft ? FailureClass.Unknown : FailureClass.NotSent, detail);

    private static string Reason(Exception exception, CancellationToken deadline, CancellationToken caller) => exception switch
    {
        OperationCanceledException when caller.IsCancellationRequested => "CANCELLED",
        OperationCanceledException when deadline.IsCancellationRequested => "TIMEOUT",
        OperationCanceledException => "CONNECT_TIMEOUT",
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } => error.ToString(),
        _ => "CONNECTION_LOST",
    };

    private static partial class Log
    {
        [LoggerMessage(3300, LogLevel.Error,
            "Google does not serve model {Model} to us ({Failure}, {Detail}): check the key, the account and Providers:Google:Model.")]
        public static partial void Misconfigured(ILogger logger, string model, FailureClass failure, string detail);
    }
}
