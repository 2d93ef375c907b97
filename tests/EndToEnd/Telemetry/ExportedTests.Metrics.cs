using System.Text.RegularExpressions;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd.Telemetry;

public sealed partial class ExportedTests
{
    /// <summary>What metrics have to answer, and the instrument that does: its service and the attributes to tell by.</summary>
    public static TheoryData<string, string, string, string[]> Promises => new()
    {
        { "rate, errors and duration of a route", "gateway", "http.server.request.duration", ["http.route", "http.response.status_code"] },
        { "rate, errors and duration of a provider", "generation", "gen_ai.client.operation.duration", ["gen_ai.provider.name", "error.type"] },
        { "depth of the queue", "generation", "nanobanana.generation.queue.depth", [] },
        { "age of the queue", "generation", "nanobanana.generation.queue.age", [] },
        { "open holds", "billing", "nanobanana.billing.holds.open", [] },
        { "age of open holds", "billing", "nanobanana.billing.holds.oldest.age", [] },
        { "credits held", "billing", "nanobanana.billing.credits.held", [] },
        { "credits settled", "billing", "nanobanana.billing.credits.settled", [] },
        { "credits released", "billing", "nanobanana.billing.credits.released", [] },
        { "decisions of the limiter", "gateway", "nanobanana.gateway.limits.decisions", ["window", "outcome"] },
        { "hits of the cache", "gateway", "nanobanana.gateway.credentials", ["cache"] },
        { "fallbacks", "generation", "nanobanana.generation.fallbacks", ["from", "to"] },
        { "states of circuits", "generation", "nanobanana.generation.circuit.state", ["model", "state"] },
        { "changes of circuits", "generation", "nanobanana.generation.circuit.changes", ["model", "state"] },
    };

    [Theory]
    [MemberData(nameof(Promises))]
    public void Metric_Promised_IsExportedWithUnitAndDescription(string question, string service, string name, string[] attributes)
    {
        var exported = system.Metrics.Where(metric => metric.Service == service && metric.Name == name).ToList();
        exported.ShouldNotBeEmpty(question);
        exported.ShouldAllBe(static metric => metric.Unit.Length > 0 && metric.Description.Length > 0, question);
        attributes.Except(exported.SelectMany(static metric => metric.Attributes), StringComparer.Ordinal).ShouldBeEmpty(question);
    }

    [Fact]
    public void Metrics_Exported_AreAsTheirTableSays()
    {
        var table = ReadTable();
        var exported = system.Metrics.Where(static metric => Ours().IsMatch(metric.Name)).ToList();
        exported.Count.ShouldBeGreaterThan(table.Count / 2);
        foreach (var metric in exported)
        {
            var row = table.GetValueOrDefault(metric.Name).ShouldNotBeNull($"{metric.Name} has no row.");
            (metric.Unit, metric.Kind).ShouldBe((row.Unit, row.Kind), metric.Name);
            metric.Attributes.Except(row.Attributes, StringComparer.Ordinal).ShouldBeEmpty(metric.Name);
            metric.Description.ShouldNotBeEmpty(metric.Name);
        }
    }

    /// <summary>Half of what takes seconds lies below the first bound that exporters fall back on.</summary>
    [Fact]
    public void Histograms_OfSeconds_HaveBoundsThatTellMillisecondsApart()
    {
        var exported = system.Metrics.Where(static metric => metric is { Kind: "histogram", Unit: "s" } && Ours().IsMatch(metric.Name)).ToList();
        exported.Select(static metric => metric.Name).ShouldContain("gen_ai.client.operation.duration");
        exported.ShouldAllBe(static metric => metric.Bounds.Count > 10 && metric.Bounds[0] < 0.02 && metric.Bounds[metric.Bounds.Count - 1] >= 10);
    }

    /// <summary>Also those that nothing happened for here.</summary>
    [Fact]
    public void Metrics_InTheCode_AreThoseOfTheTable()
    {
        var folders = new[] { "services", "NanoBanana.ServiceDefaults" }.Select(static folder => Repository.PathOf(folder));
        var code = folders.SelectMany(static folder => Directory.EnumerateFiles(folder, "*Metrics.cs", SearchOption.AllDirectories)).SelectMany(static file => Instrument().Matches(File.ReadAllText(file)))
            .Select(static match => match.Groups[1].Value);
        code.Order(StringComparer.Ordinal).ShouldBe(ReadTable().Keys.Order(StringComparer.Ordinal));
    }

    private static Dictionary<string, Row> ReadTable() => Repository.Read("docs", "telemetry.md").Split('\n')
        .Select(static line => line.Trim('|', ' ').Split('|').Select(static cell => cell.Trim()).ToArray())
        .Where(static cells => cells.Length == 5 && cells[0].StartsWith('`'))
        .ToDictionary(static cells => cells[0].Trim('`'), static cells => new Row(
            cells[1].Trim('`'), cells[2], [.. cells[3].Split(", ").Where(static text => text != "-").Select(static text => text.Trim('`'))]), StringComparer.Ordinal);

    [GeneratedRegex(@"^(nanobanana|gen_ai)\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Ours();

    [GeneratedRegex(@"Create\w+(?:<\w+>)?\(\s*""([a-z_.]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Instrument();

    private sealed record Row(string Unit, string Kind, string[] Attributes);
}
