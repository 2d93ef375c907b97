using System.Globalization;
using Microsoft.Extensions.Options;

namespace NanoBanana.Generation;

/// <summary>How long to wait before each repetition of a provider call. Section <c>Retries</c>; variable <c>RETRY_DELAYS_MS</c>.</summary>
internal sealed class RetryOptions
{
    public const string Section = "Retries";

    /// <summary>Milliseconds, comma separated: as many repetitions as numbers. Default <c>2000,4000,8000</c>.</summary>
    public string DelaysMs { get; set; } = "2000,4000,8000";

    /// <summary>The delays in order.</summary>
    public IReadOnlyList<TimeSpan> Delays => _delays ??= Parse(DelaysMs) ?? [];

    private IReadOnlyList<TimeSpan>? _delays;

    private static List<TimeSpan>? Parse(string text)
    {
        var delays = new List<TimeSpan>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
                return null;
            delays.Add(TimeSpan.FromMilliseconds(milliseconds));
        }

        return delays;
    }

    internal sealed class Validator : IValidateOptions<RetryOptions>
    {
        public ValidateOptionsResult Validate(string? name, RetryOptions options) => Parse(options.DelaysMs) is null
            ? ValidateOptionsResult.Fail("Retries:DelaysMs (RETRY_DELAYS_MS) must be whole milliseconds separated by commas, such as 2000,4000,8000.")
            : ValidateOptionsResult.Success;
    }
}
