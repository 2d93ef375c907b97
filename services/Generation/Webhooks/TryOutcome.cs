namespace NanoBanana.Generation.Webhooks;

/// <summary>What became of one try.</summary>
/// <param name="Status">Null without an answer.</param>
/// <param name="Error">One of <see cref="WebhookFailure"/>; null when it was taken.</param>
/// <param name="Wish">How long the endpoint asks to wait.</param>
internal sealed record TryOutcome(int? Status, string? Error, TimeSpan Duration, TimeSpan? Wish = null)
{
    /// <summary>Nothing was sent.</summary>
    public static TryOutcome Unsent(string error) => new(null, error, TimeSpan.Zero);
}
