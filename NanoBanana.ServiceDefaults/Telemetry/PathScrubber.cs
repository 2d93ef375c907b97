using System.Diagnostics;
using OpenTelemetry;

namespace NanoBanana.ServiceDefaults.Telemetry;

/// <summary>
/// Replaces by an asterisk what is too long for a word in the paths of spans and is no id of ours: a key that a caller put where an id
/// belongs. Queries are left out by the runtime itself.
/// </summary>
public sealed class PathScrubber : BaseProcessor<Activity>
{
    private static readonly string[] Tags = ["url.full", "url.path"];
    private const int LongestWord = 24;
    private const int IdLength = 36;

    public override void OnEnd(Activity data)
    {
        foreach (var tag in Tags)
        {
            if (data.GetTagItem(tag) is string path && Scrub(path) is var clean && !ReferenceEquals(clean, path))
                data.SetTag(tag, clean);
        }
    }

    /// <summary>The same text when there is nothing to replace.</summary>
    public static string Scrub(string path)
    {
        var segments = path.Split('/');
        var changed = false;

        // Of an absolute address the first three are scheme, nothing and host.
        for (var i = path.Contains("://", StringComparison.Ordinal) ? 3 : 0; i < segments.Length; i++)
        {
            if (segments[i].Length <= LongestWord || HoldsId(segments[i]))
                continue;
            segments[i] = "*";
            changed = true;
        }

        return changed ? string.Join('/', segments) : path;
    }

    /// <summary><c>gen_{uuid}.png</c> and the like: a few letters around an id.</summary>
    private static bool HoldsId(string segment)
    {
        if (segment.Length > IdLength + LongestWord)
            return false;
        for (var start = 0; start + IdLength <= segment.Length; start++)
        {
            if (Guid.TryParseExact(segment.AsSpan(start, IdLength), "D", out _))
                return true;
        }

        return false;
    }
}
