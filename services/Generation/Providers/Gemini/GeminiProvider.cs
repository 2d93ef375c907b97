using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>Google's models over REST: images at once, videos as orders.</summary>
internal sealed class GeminiProvider(GeminiConnection connection, ModelCatalogue catalogue, IOptions<GoogleOptions> options) : IPolledProvider, IProbedProvider
{
    public const string WireName = "google";
    private readonly GoogleOptions _options = options.Value;

    public string Name => WireName;

    public string DisplayName => "Google Gemini";

    public bool IsAvailable => _options.IsConfigured;

    public int Priority => _options.Priority;

    public int MaxConcurrent => _options.MaxConcurrent;

    public IReadOnlyList<ProviderModel> Models { get; } = GeminiModels.Offered(catalogue, options.Value);

    public async Task<ProviderResult> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        using var activity = ProviderActivity.Start(
            "generate_content", "gcp.gemini", request.Model, connection.Base, request.Kind == MediaKind.Video ? "video" : "image");
        var result = await (request.Kind == MediaKind.Video ? OrderAsync(request, cancellationToken) : MakeAsync(request, cancellationToken));
        activity.End(result);
        return result;
    }

    public Task<ProviderResult> PollAsync(ProviderOrder order, CancellationToken cancellationToken) => VeoOrder.IsName(order.TaskId)
        ? connection.AskAsync(order.TaskId, order.CallerKey, answer => VeoOutcome.Of(answer, file => connection.CredentialFor(file, order.CallerKey)), cancellationToken)
        : Task.FromResult<ProviderResult>(new ProviderResult.Failed(FailureClass.Unknown, "TASK_ID"));

    public Task<ProviderResult.Failed?> ProbeAsync(CancellationToken cancellationToken) => connection.ProbeAsync("models?pageSize=1", cancellationToken);

    private Task<ProviderResult> MakeAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var model = catalogue.Find(WireName, request.Model) ?? GeminiModels.UnknownImage;
        return connection.PostAsync<ProviderResult>(
            GeminiConnection.PathOf(request.Model, "generateContent"), request.Prompt.Length, json => GeminiRequestBody.Write(json, request, model),
            request.CallerKey, request.WantsWords ? answer => GeminiWords.Beside(ReadImage(answer), answer.Body, request) : ReadImage,
            static failed => failed, cancellationToken);
    }

    private static ProviderResult ReadImage(ProviderAnswer answer) =>
        answer.Status == StatusCodes.Status200OK ? GeminiOutcome.Of(answer.Body.Span) : GeminiFailure.Of(answer);

    private Task<ProviderResult> OrderAsync(ProviderRequest request, CancellationToken cancellationToken) => connection.PostAsync(
        GeminiConnection.PathOf(request.Model, "predictLongRunning"), request.Prompt.Length, json => VeoRequestBody.Write(json, request),
        request.CallerKey, VeoOrder.Of, static failed => failed, cancellationToken);
}
