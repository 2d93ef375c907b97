namespace NanoBanana.Generation.Webhooks;

/// <summary>When a delivery that failed is tried again, until its day is over.</summary>
internal static class WebhookRetries
{
    /// <summary>An endpoint that asks for more time than this is asked again after it.</summary>
    public static readonly TimeSpan LongestWish = TimeSpan.FromHours(1);

    // What comes together must not come back together.
    private const double Jitter = 0.2;

    private static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8),
    ];

    /// <summary>How long to wait after a try that failed: as long as the table says, up to a fifth more, and at least what the endpoint wishes.</summary>
    /// <param name="tries">How many there have been, from 1.</param>
    /// <param name="wish">Its <c>Retry-After</c>.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan After(int tries, TimeSpan? wish, double chance)
    {
        var delay = Delays[Math.Clamp(tries, 1, Delays.Length) - 1] * (1 + (Jitter * chance));
        return wish is not { } asked ? delay : asked > LongestWish ? Max(LongestWish, delay) : Max(asked, delay);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
