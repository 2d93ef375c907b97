using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Runway;

/// <summary>Runway's developer interface: an order, and questions after it.</summary>
internal sealed class RunwayProvider(ProviderTransport transport, ModelCatalogue catalogue, IOptions<RunwayOptions> options)
    : IPolledProvider, IProbedProvider
{
    public const string WireName = "runway";

    /// <summary>Of the interface; required with every call.</summary>
    private const string Version = "2024-11-06";

    /// <summary>What a model of images that nobody has described is taken to be.</summary>
    private static readonly ProviderModel UnknownImage = new("")
    {
        Resolutions = ["1K", "2K"],
        Sizes = [new(1024, 1024), new(1280, 720), new(720, 1280), new(1920, 1080), new(1080, 1920)],
        MaxReferences = 3,
        MaxPrompt = 1_000,
    };

    /// <summary>The same for videos.</summary>
    private static readonly ProviderModel UnknownVideo = new("")
    {
        Kind = MediaKind.Video,
        Resolutions = ["720p"],
        Sizes = [new(1280, 720), new(720, 1280)],
        Durations = [5, 10],
        MaxReferences = 1,
        MaxPrompt = 1_000,
    };

    private readonly RunwayOptions _options = options.Value;
    private readonly Uri _base = new(options.Value.Address + "/");

    public string Name => WireName;

    public string DisplayName => "Runway";

    public bool IsAvailable => _options.IsConfigured;

    public int Priority => _options.Priority;

    public int MaxConcurrent => _options.MaxConcurrent;

    public IReadOnlyList<ProviderModel> Models { get; } =
        catalogue.Offered(WireName, options.Value.Model, UnknownImage, options.Value.VideoModel, UnknownVideo);

    public async Task<ProviderResult> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var model = catalogue.Find(WireName, request.Model) ?? (request.Kind == MediaKind.Video ? UnknownVideo : UnknownImage);
        if (RunwayRequestBody.Refusal(request, model) is { } refusal)
            return refusal;
        var operation = request.Kind != MediaKind.Video ? "text_to_image" : request.References.Count > 0 ? "image_to_video" : "text_to_video";
        using var activity = ProviderActivity.Start(operation, WireName, request.Model, _base);
        var message = Message(HttpMethod.Post, operation, request.CallerKey);
        message.Content = RunwayRequestBody.Of(request, model);
        var result = await transport.SendAsync(WireName, message, _options.Patience, RunwayOutcome.OfOrder, cancellationToken);
        activity.End(result);
        return result;
    }

    public async Task<ProviderResult> PollAsync(ProviderOrder order, CancellationToken cancellationToken)
    {
        // What was stored becomes part of an address that gets the key.
        if (!Guid.TryParse(order.TaskId, out var id))
            return new ProviderResult.Failed(FailureClass.Unknown, "TASK_ID");
        var message = Message(HttpMethod.Get, $"tasks/{id:D}", order.CallerKey);
        return await transport.AskAsync(WireName, message, _options.Patience, RunwayOutcome.OfTask, cancellationToken);
    }

    public Task<ProviderResult.Failed?> ProbeAsync(CancellationToken cancellationToken) => transport.ProbeAsync(
        WireName, Message(HttpMethod.Get, "organization", callerKey: null), _options.Patience,
        static answer => answer.IsSuccess ? Balance.Of(answer.As(RunwayJson.Default.RunwayOrganization)?.CreditBalance) : answer.Failure(),
        cancellationToken);

    private HttpRequestMessage Message(HttpMethod method, string path, Secret? callerKey)
    {
        var message = new HttpRequestMessage(method, new Uri(_base, path));
        message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + (callerKey?.Reveal() ?? _options.ApiKey).Trim());
        message.Headers.TryAddWithoutValidation("X-Runway-Version", Version);
        return message;
    }
}
