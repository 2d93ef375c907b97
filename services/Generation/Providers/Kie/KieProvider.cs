using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Kie;

/// <summary>KIE: a task, asked after by its id, whose result lies at an address inside a text inside the answer.</summary>
internal sealed class KieProvider(ProviderTransport transport, ModelCatalogue catalogue, IOptions<KieOptions> options)
    : IPolledProvider, IProbedProvider
{
    public const string WireName = "kie";

    private static readonly TimeSpan PollAfter = TimeSpan.FromSeconds(3);

    /// <summary>What a model that nobody has described is taken to be: like the default one.</summary>
    private static readonly ProviderModel Unknown = new("")
    {
        Resolutions = ["1K", "2K", "4K"],
        Ratios = [new(1, 1), new(2, 3), new(3, 2), new(3, 4), new(4, 3), new(4, 5), new(5, 4), new(9, 16), new(16, 9), new(21, 9)],
        MaxReferences = 8,
        ReferencesByAddress = true,
        MaxPrompt = 5_000,
    };

    private readonly KieOptions _options = options.Value;
    private readonly Uri _create = new(options.Value.Api + "/jobs/createTask");
    private readonly Uri _credit = new(options.Value.Api + "/chat/credit");
    private readonly string _record = options.Value.Api + "/jobs/recordInfo?taskId=";

    public string Name => WireName;

    public string DisplayName => "KIE";

    public bool IsAvailable => _options.IsConfigured;

    public int Priority => _options.Priority;

    public int MaxConcurrent => _options.MaxConcurrent;

    public IReadOnlyList<ProviderModel> Models { get; } = catalogue.Offered(WireName, options.Value.Model, Unknown);

    public async Task<ProviderResult> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        if (KieRequestBody.Of(request, catalogue.Find(WireName, request.Model) ?? Unknown) is not { } content)
            return new ProviderResult.Failed(FailureClass.BadInput, "REFERENCE_WITHOUT_ADDRESS");
        using var activity = ProviderActivity.Start("generate_content", WireName, request.Model, _create);
        var message = With(request.CallerKey, new HttpRequestMessage(HttpMethod.Post, _create) { Content = content });
        var result = await transport.SendAsync(
            WireName, message, _options.Patience, static answer => KieOutcome.Sent(answer, PollAfter), cancellationToken);
        activity.End(result);
        return result;
    }

    public Task<ProviderResult> PollAsync(ProviderOrder order, CancellationToken cancellationToken) => transport.AskAsync(
        WireName, With(order.CallerKey, new HttpRequestMessage(HttpMethod.Get, new Uri(_record + Uri.EscapeDataString(order.TaskId)))),
        _options.Patience, KieOutcome.Polled, cancellationToken);

    public Task<ProviderResult.Failed?> ProbeAsync(CancellationToken cancellationToken) => transport.ProbeAsync(
        WireName, With(callerKey: null, new HttpRequestMessage(HttpMethod.Get, _credit)), _options.Patience,
        KieOutcome.Probed, cancellationToken);

    private HttpRequestMessage With(Secret? callerKey, HttpRequestMessage message)
    {
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (callerKey?.Reveal() ?? _options.ApiKey).Trim());
        return message;
    }
}
