using System.Globalization;
using System.Net.Http.Headers;

namespace NanoBanana.Generation.Providers.Transport;

/// <summary>How long a provider's headers ask to wait: <c>Retry-After</c> in seconds or as a date, or OpenAI's <c>retry-after-ms</c>.</summary>
internal static class RetryHint
{
    /// <summary>A longer hint is a mistake or an attack on whoever waits by it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(2);

    /// <summary>Null when no header says.</summary>
    public static TimeSpan? FromHeaders(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (headers.TryGetValues("retry-after-ms", out var values)
            && double.TryParse(values.FirstOrDefault(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return Bounded(TimeSpan.FromMilliseconds(Math.Min(milliseconds, Longest.TotalMilliseconds)));
        }

        var header = headers.RetryAfter;
        return Bounded(header?.Delta ?? (header?.Date is { } date ? date - now : null));
    }

    /// <summary>Within reason; null when it asks for nothing.</summary>
    public static TimeSpan? Bounded(TimeSpan? hint) => hint switch
    {
        null => null,
        { Ticks: <= 0 } => null,
        { } wait when wait > Longest => Longest,
        _ => hint,
    };
}
