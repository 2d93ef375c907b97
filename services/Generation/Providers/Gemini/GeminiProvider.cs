using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>Google's image models over REST.</summary>
internal sealed class GeminiProvider(ProviderTransport transport, ModelCatalogue catalogue, IOptions<GoogleOptions> options) : IProvider
{
    public const string WireName = "google";

    /// <summary>What a model that nobody has described is taken to be.</summary>
    private static readonly ProviderModel Unknown = new("")
    {
        Resolutions = ["1K", "2K", "4K"],
        Ratios = [new(1, 1), new(2, 3), new(3, 2), new(3, 4), new(4, 3), new(4, 5), new(5, 4), new(9, 16), new(16, 9), new(21, 9)],
        TakesSeed = true,
        MaxPrompt = 32_000,
    };

    private readonly GoogleOptions _options = options.Value;
    private readonly Uri _models = new(options.Value.Address + "/v1beta/models/");

    public string Name => WireName;

    public string DisplayName => "Google Gemini";

    public bool IsAvailable => _options.IsConfigured;

    public int Priority => _options.Priority;

    public int MaxConcurrent => _options.MaxConcurrent;

    public IReadOnlyList<ProviderModel> Models { get; } = catalogue.Offered(WireName, options.Value.Model, Unknown);

    public async Task<ProviderResult> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        using var activity = ProviderActivity.Start("generate_content", "gcp.gemini", request.Model, _models);
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri($"{_models}{Uri.EscapeDataString(request.Model)}:generateContent"))
        {
            Content = GeminiRequestBody.Of(request, catalogue.Find(WireName, request.Model) ?? Unknown),
        };
        message.Headers.Add("x-goog-api-key", request.CallerKey?.Reveal() ?? _options.ApiKey.Trim());
        var result = await transport.SendAsync(
            WireName, message, _options.Patience,
            static answer => answer.Status == StatusCodes.Status200OK ? GeminiOutcome.Of(answer.Body.Span) : GeminiFailure.Of(answer),
            cancellationToken);
        activity.End(result);
        return result;
    }
}
