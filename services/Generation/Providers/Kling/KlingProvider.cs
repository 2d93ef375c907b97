using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Kling;

/// <summary>Kling's interface, in both its designs: an order, questions after it, and finding it again by our own name for it.</summary>
internal sealed class KlingProvider(ProviderTransport transport, ModelCatalogue catalogue, IOptions<KlingOptions> options, TimeProvider time)
    : IReconcilingProvider, IProbedProvider
{
    public const string WireName = "kling";

    /// <summary>What a model of images that nobody has described is taken to be.</summary>
    private static readonly ProviderModel UnknownImage = new("")
    {
        Resolutions = ["1K", "2K"],
        Ratios = [new(1, 1), new(16, 9), new(9, 16), new(4, 3), new(3, 4)],
        MaxReferences = 1,
        MaxPrompt = 2_500,
    };

    /// <summary>The same for videos.</summary>
    private static readonly ProviderModel UnknownVideo = new("")
    {
        Kind = MediaKind.Video,
        Resolutions = ["720p", "1080p"],
        Ratios = [new(16, 9), new(9, 16), new(1, 1)],
        Durations = [5, 10],
        MaxReferences = 1,
        MaxPrompt = 2_500,
    };

    private readonly KlingOptions _options = options.Value;
    private readonly Uri _base = new(options.Value.Address + "/");
    private readonly KlingToken? _token = options.Value.SecretKey.Trim() is { Length: > 0 } secret
        ? new KlingToken(options.Value.ApiKey.Trim(), secret, time)
        : null;

    public string Name => WireName;

    public string DisplayName => "Kling";

    public bool IsAvailable => _options.IsConfigured;

    public int Priority => _options.Priority;

    public int MaxConcurrent => _options.MaxConcurrent;

    public IReadOnlyList<ProviderModel> Models { get; } =
        catalogue.Offered(WireName, options.Value.Model, UnknownImage, options.Value.VideoModel, UnknownVideo);

    public async Task<ProviderResult> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        if (KlingRequestBody.Refusal(request) is { } refusal)
            return refusal;
        var model = catalogue.Find(WireName, request.Model) ?? (request.Kind == MediaKind.Video ? UnknownVideo : UnknownImage);
        var route = KlingRoute.Of(request);
        using var activity = ProviderActivity.Start(request.Kind == MediaKind.Video ? "generate_video" : "generate_image", WireName, request.Model, _base);
        var message = Message(HttpMethod.Post, route.Creation(request), request.CallerKey);
        message.Content = KlingRequestBody.Of(request, model, route);
        var result = await transport.SendAsync(
            WireName, message, _options.Patience, answer => KlingOutcome.OfOrder(Noted(answer), route), cancellationToken);
        activity.End(result);
        return result;
    }

    public async Task<ProviderResult> PollAsync(ProviderOrder order, CancellationToken cancellationToken)
    {
        if (KlingOrder.Parse(order.TaskId) is not { } placed)
            return new ProviderResult.Failed(FailureClass.Unknown, "TASK_ID");
        var message = Message(HttpMethod.Get, placed.Route.Question(placed.Id), order.CallerKey);
        return await transport.AskAsync(
            WireName, message, _options.Patience, answer => KlingOutcome.OfTask(Noted(answer), placed.Route), cancellationToken);
    }

    public async Task<ProviderResult> FindAsync(string model, string reference, Secret? callerKey, CancellationToken cancellationToken)
    {
        ProviderResult found = new ProviderResult.Failed(FailureClass.Unknown, "NOT_ASKED");
        if (reference.All(static letter => letter == '.') || reference.Contains(','))
            return found;
        foreach (var route in KlingRoute.Candidates(model, catalogue.Find(WireName, model)?.Kind))
        {
            found = await SearchAsync(route, reference, callerKey, cancellationToken);
            if (found is not ProviderResult.Failed { Class: FailureClass.NotSent })
                break;
        }

        return found;
    }

    /// <summary>After an order that nobody placed: questions are free.</summary>
    public Task<ProviderResult.Failed?> ProbeAsync(CancellationToken cancellationToken) => transport.ProbeAsync(
        WireName, Message(HttpMethod.Get, "tasks?task_ids=0", callerKey: null), _options.Patience, answer => KlingOutcome.Probed(Noted(answer)),
        cancellationToken);

    private async Task<ProviderResult> SearchAsync(KlingRoute route, string reference, Secret? callerKey, CancellationToken cancellationToken)
    {
        var message = Message(HttpMethod.Get, route.Search(reference), callerKey);
        var answered = await transport.AskAsync(
            WireName, message, _options.Patience, answer => KlingOutcome.OfSearch(Noted(answer), route, reference), cancellationToken);
        return answered is ProviderResult.Running ? new ProviderResult.Failed(FailureClass.Unknown, "NOT_ASKED") : answered;
    }

    /// <summary>A token whose time was refused is not shown again.</summary>
    private ProviderAnswer Noted(ProviderAnswer answer)
    {
        if (KlingFailure.IsOfTime(KlingOutcome.CodeOf(answer)))
            _token?.Forget();
        return answer;
    }

    private HttpRequestMessage Message(HttpMethod method, string path, Secret? callerKey)
    {
        var message = new HttpRequestMessage(method, new Uri(_base, path));
        var key = callerKey?.Reveal() ?? _token?.Current ?? _options.ApiKey;
        message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key.Trim());
        return message;
    }
}
