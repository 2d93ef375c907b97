using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Bfl;

/// <summary>The FLUX models of Black Forest Labs: an order, an address to ask at, and a result that dies after minutes.</summary>
internal sealed class BflProvider(ProviderTransport transport, ModelCatalogue catalogue, IOptions<BflOptions> options)
    : IPolledProvider, IProbedProvider
{
    public const string WireName = "bfl";

    /// <summary>What a model that nobody has described is taken to be: like those of the second generation.</summary>
    private static readonly ProviderModel Unknown = new("")
    {
        Resolutions = ["1K", "2K"],
        MaxPixels = 2_048 * 2_048,
        MaxReferences = 8,
        TakesSeed = true,
        MaxPrompt = 32_000,
    };

    private readonly BflOptions _options = options.Value;
    private readonly BflAddresses _addresses = new(options.Value.Address);

    public string Name => WireName;

    public string DisplayName => "Black Forest Labs";

    public bool IsAvailable => _options.IsConfigured;

    public int Priority => _options.Priority;

    public int MaxConcurrent => _options.MaxConcurrent;

    public IReadOnlyList<ProviderModel> Models { get; } = catalogue.Offered(WireName, options.Value.Model, Unknown);

    public async Task<ProviderResult> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        using var activity = ProviderActivity.Start("generate_content", WireName, request.Model, _addresses.Base);
        var message = With(request.CallerKey, new HttpRequestMessage(HttpMethod.Post, _addresses.Order(request.Model))
        {
            Content = BflRequestBody.Of(request, catalogue.Find(WireName, request.Model) ?? Unknown, _options.WebhookSecret.Trim()),
        });
        var pollAfter = BflFamily.PollAfter(request.Model);
        var result = await transport.SendAsync(
            WireName, message, _options.Patience,
            answer => answer.IsSuccess ? BflOutcome.Sent(answer, pollAfter) : BflFailure.Sent(answer), cancellationToken);
        activity.End(result);
        return result;
    }

    public async Task<ProviderResult> PollAsync(ProviderOrder order, CancellationToken cancellationToken)
    {
        if (_addresses.Poll(order.TaskId) is not { } address)
            return new ProviderResult.Failed(FailureClass.Unknown, "FOREIGN_ADDRESS");
        var isTold = BflAddresses.IsTold(order.TaskId);
        return await transport.AskAsync(
            WireName, With(order.CallerKey, new HttpRequestMessage(HttpMethod.Get, address)), _options.Patience,
            answer => answer.IsSuccess ? BflOutcome.Polled(answer, isTold) : BflFailure.Polled(answer, isTold), cancellationToken);
    }

    public Task<ProviderResult.Failed?> ProbeAsync(CancellationToken cancellationToken) => transport.ProbeAsync(
        WireName, With(callerKey: null, new HttpRequestMessage(HttpMethod.Get, _addresses.Credits)), _options.Patience,
        static answer => answer.IsSuccess ? Balance.Of(answer.As(BflJson.Default.BflCredits)?.Credits) : BflFailure.Sent(answer), cancellationToken);

    private HttpRequestMessage With(Secret? callerKey, HttpRequestMessage message)
    {
        message.Headers.Add("x-key", (callerKey?.Reveal() ?? _options.ApiKey).Trim());
        return message;
    }
}
