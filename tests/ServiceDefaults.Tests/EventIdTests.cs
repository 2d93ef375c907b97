using System.Text.RegularExpressions;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>Whoever filters logs by the id of an event finds that event alone.</summary>
public sealed partial class EventIdTests
{
    [Fact]
    public void EventIds_OfAllServices_AreOfOneEventEach()
    {
        var ids = new[] { "services", "NanoBanana.ServiceDefaults", "NanoBanana.Standalone" }
            .SelectMany(static folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(static file => EventId().Matches(File.ReadAllText(file)).Select(static match => match.Groups[1].Value)).ToList();
        ids.Count.ShouldBeGreaterThan(50);
        ids.ShouldBeUnique();
    }

    [GeneratedRegex(@"EventId = (\d+)", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex EventId();
}
