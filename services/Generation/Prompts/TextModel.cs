using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Gemini;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Prompts;

/// <summary>The text model that follows instructions, where there is one: asked once, through a circuit of its own.</summary>
internal sealed partial class TextModel(
    IEnumerable<ITextProvider> providers, ProviderOverrides overrides, CircuitBreakers circuits, TimeProvider time, ILogger<TextModel> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What it wrote; null when nobody can be asked, or did not answer with a text.</summary>
    public async Task<string?> AskAsync(TextRequest request)
    {
        var isOwnKey = request.CallerKey is not null;
        var provider = isOwnKey
            ? providers.FirstOrDefault(known => known.Name == GeminiProvider.WireName && !overrides.IsDisabled(known.Name))
            : providers.FirstOrDefault(known => known.FollowsInstructions && known.IsAvailable && !overrides.IsDisabled(known.Name) && circuits.Admits(known.Name, known.Model));
        if (provider is null || (!isOwnKey && !await circuits.EnterAsync(provider.Name, provider.Model)))
            return null;

        // Not the caller's patience: that somebody hung up is no word on the provider, and the circuit waits for one.
        using var deadline = new CancellationTokenSource(Patience, time);
        var result = await provider.CompleteAsync(request, deadline.Token);
        var failed = result as TextResult.Failed;
        if (!isOwnKey)
            await circuits.ReportAsync(provider.Name, provider.Model, failed?.Class);
        if (failed is not null)
            Log.Composed(logger, provider.Name, failed.Class, failed.Detail);
        return (result as TextResult.Said)?.Text;
    }

    private static partial class Log
    {
        [LoggerMessage(3600, LogLevel.Warning, "Provider {Provider} wrote no prompts ({Failure}, {Detail}); they were composed instead.")]
        public static partial void Composed(ILogger logger, string provider, FailureClass failure, string detail);
    }
}
