using System.Text.Json;
using System.Text.RegularExpressions;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>The dashboard and the alerts name what is measured, and each alert leads to its page.</summary>
public sealed partial class AlertDocumentTests
{
    private const string Index = "README";
    private static readonly string Rules = string.Join('\n', Repository.Read("deploy", "alerts", "nanobanana.rules.yaml").Split('\n')
        .Where(static line => !line.TrimStart().StartsWith('#')));

    public static TheoryData<string, string> Alerts => [.. Rules.Split("- alert: ").Skip(1).Select(static rule =>
        new TheoryDataRow<string, string>(rule[..rule.IndexOf('\n', StringComparison.Ordinal)], Runbook().Match(rule).Groups[1].Value))];

    [Fact]
    public void Dashboard_Read_IsForAnyInstallation()
    {
        using var dashboard = ReadDashboard();
        var root = dashboard.RootElement;
        root.GetProperty("schemaVersion").GetInt32().ShouldBeGreaterThanOrEqualTo(39);
        root.TryGetProperty("id", out _).ShouldBeFalse();
        root.TryGetProperty("uid", out _).ShouldBeFalse();
        root.GetProperty("templating").GetProperty("list").EnumerateArray().ShouldContain(static variable => variable.GetProperty("type").GetString() == "datasource");
        var panels = root.GetProperty("panels").EnumerateArray().ToList();
        panels.Select(static panel => panel.GetProperty("id").GetInt32()).ShouldBeUnique();
        foreach (var source in panels.Where(static panel => panel.GetProperty("type").GetString() != "row").SelectMany(static panel => Targets(panel).Append(panel)))
            source.GetProperty("datasource").GetProperty("uid").GetString().ShouldBe("${datasource}");
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Alert_Raised_LeadsToAPageThatNamesIt(string alert, string page)
    {
        page.ShouldMatch("^docs/runbooks/[a-z-]+\\.md$");
        File.Exists(Repository.PathOf(page)).ShouldBeTrue(page);
        Repository.Read(page).ShouldContain($"`{alert}`");
        Repository.Read("docs", "runbooks", Index + ".md").ShouldContain($"`{alert}`");
    }

    [Fact]
    public void Pages_Listed_AreThoseOfTheAlerts()
    {
        var pages = Directory.GetFiles(Repository.PathOf("docs", "runbooks"), "*.md").Select(Path.GetFileName).Where(static name => name != Index + ".md");
        pages.Order(StringComparer.Ordinal).ShouldBe(Alerts.Select(static row => Path.GetFileName(row.Data.Item2)).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Metrics_Named_AreMeasured()
    {
        HashSet<string> measured = [.. Instruments.OfSources(), .. await Instruments.OfTheFrameworkAsync()];
        var named = Expressions().SelectMany(static text => Metric().Matches(Inside().Replace(text, ""))).Select(static match => match.Value).Distinct().ToList();
        named.Count.ShouldBeGreaterThan(50);
        named.Where(name => !measured.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Tags_AskedOfOurMetrics_AreGivenSomewhere()
    {
        HashSet<string> given = [.. Instruments.TagsOfSources(), "job", "instance", "le"];
        var asked = Expressions().Where(static text => !text.Contains("http_", StringComparison.Ordinal) && Ours().IsMatch(text))
            .SelectMany(static text => Grouping().Matches(text).SelectMany(static match => match.Groups[1].Value.Split(", ")).Concat(Matcher().Matches(text).Select(static match => match.Groups[1].Value)))
            .Distinct().ToList();
        asked.Count.ShouldBeGreaterThan(10);
        asked.Where(tag => !given.Contains(tag)).ShouldBeEmpty();
    }

    private static JsonDocument ReadDashboard() => JsonDocument.Parse(Repository.Read("deploy", "grafana", "nanobanana.json"));

    private static IEnumerable<JsonElement> Targets(JsonElement panel) => panel.TryGetProperty("targets", out var targets) ? [.. targets.EnumerateArray()] : [];

    /// <summary>Those of the dashboard's panels, and the rules from each <c>expr</c> to its <c>for</c>.</summary>
    private static List<string> Expressions()
    {
        using var dashboard = ReadDashboard();
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray().SelectMany(Targets).Select(static target => target.GetProperty("expr").GetString()!),
            .. Rule().Matches(Rules).Select(static match => match.Groups[1].Value)];
    }

    [GeneratedRegex("runbook: (\\S+)")]
    private static partial Regex Runbook();

    [GeneratedRegex("expr: (.*?)\\n +for: ", RegexOptions.Singleline)]
    private static partial Regex Rule();

    // What stands in braces or behind "by" are labels, whose names may look like a metric's.
    [GeneratedRegex("by \\([^)]*\\)|\\{[^}]*\\}")]
    private static partial Regex Inside();

    [GeneratedRegex("\\b(?:nanobanana|gen_ai|http|kestrel|dotnet|db)_[a-z0-9_]+")]
    private static partial Regex Metric();

    [GeneratedRegex("\\b(?:nanobanana|gen_ai_client)_")]
    private static partial Regex Ours();

    [GeneratedRegex("by \\(([^)]*)\\)")]
    private static partial Regex Grouping();

    [GeneratedRegex("([a-z_]+)(?:=~|!~|!=|=)\"")]
    private static partial Regex Matcher();
}
