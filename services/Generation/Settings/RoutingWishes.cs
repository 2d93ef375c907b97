namespace NanoBanana.Generation.Settings;

/// <summary>What an account wants of the router. What a request names goes before it, but for providers that the account has switched off.</summary>
/// <param name="Strategy">Null for the operator's.</param>
/// <param name="Provider">Who is asked first; null leaves it to the strategy.</param>
/// <param name="Priorities">Of the providers that it has listed.</param>
/// <param name="Skipped">Providers that may not be asked: switched off, or used up for today.</param>
/// <param name="FallbackEnabled">Whether another may be asked when the first cannot.</param>
internal sealed record RoutingWishes(
    string? Strategy, string? Provider, IReadOnlyDictionary<string, int> Priorities, IReadOnlySet<string> Skipped, bool FallbackEnabled)
{
    /// <summary>Of those who have set nothing.</summary>
    public static RoutingWishes None { get; } = new(
        null, null, new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase), new HashSet<string>(StringComparer.OrdinalIgnoreCase), FallbackEnabled: true);

    /// <summary>The account's own number for a provider; null when it has listed none.</summary>
    public int? PriorityOf(string provider) => Priorities.TryGetValue(provider, out var priority) ? priority : null;
}
