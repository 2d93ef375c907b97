using System.Globalization;

namespace NanoBanana.Generation.FileNames;

/// <summary>How a family names the files of images.</summary>
/// <param name="Folder">What stands before the name where a path is told.</param>
/// <param name="IsDated">Whether every name carries its time, or only one that is taken.</param>
internal sealed record FileNaming(string Folder, bool IsDated)
{
    private const int Numbered = 9;

    /// <summary>Of images made from a text alone.</summary>
    public static FileNaming Plain { get; } = new("results/", IsDated: false);

    /// <summary>Of images that files may have come with.</summary>
    public static FileNaming Dated { get; } = new("./results/", IsDated: true);

    /// <summary>Names to try one after another, of which the last is taken by nobody.</summary>
    /// <param name="stem">The caller's own name.</param>
    /// <param name="extension">With its dot.</param>
    public IReadOnlyList<string> Candidates(string stem, DateTimeOffset madeAt, Guid jobId, string extension)
    {
        var dated = string.Create(CultureInfo.InvariantCulture, $"{stem}-{madeAt.UtcDateTime:yyyyMMdd-HHmmss}");
        IEnumerable<string> names = IsDated ? [dated] : [stem, dated];
        return [.. names.Concat(Enumerable.Range(2, Numbered - 1).Select(number => $"{dated}-{number}")).Append($"{dated}-{jobId:n}").Select(name => name + extension)];
    }
}
