using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>What is measured, under the names that Prometheus gives to what comes by OTLP.</summary>
internal static partial class Instruments
{
    /// <summary>Ours, as the sources of the metrics classes have them.</summary>
    public static HashSet<string> OfSources() =>
    [
        .. Sources().SelectMany(static text => Creation().Matches(text)).SelectMany(static match => NamesOf(match.Groups["kind"].Value, match.Groups["name"].Value, match.Groups["unit"].Value)),
        .. Sources().SelectMany(static text => CreationOfDuration().Matches(text)).SelectMany(static match => NamesOf("Histogram", match.Groups[1].Value, "s")),
    ];

    /// <summary>Every text in these sources that may be a tag's name.</summary>
    public static HashSet<string> TagsOfSources() =>
        [.. Sources().SelectMany(static text => Literal().Matches(text)).Select(static match => match.Groups[1].Value.Replace('.', '_'))];

    /// <summary>Those that the framework and the driver publish in a process that serves, asks and has a database.</summary>
    public static async Task<HashSet<string>> OfTheFrameworkAsync()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            lock (names)
                names.UnionWith(NamesOf(instrument.GetType().Name.Split('`')[0], instrument.Name, instrument.Unit ?? ""));
        };
        listener.Start();
        await using var database = NpgsqlDataSource.Create("Host=127.0.0.1");
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/", static () => "");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        await client.GetStringAsync(new Uri(app.Urls.Single()), TestContext.Current.CancellationToken);
        lock (names)
            return [.. names];
    }

    private static IEnumerable<string> Sources() => new[] { "services", "NanoBanana.ServiceDefaults" }
        .SelectMany(static folder => Directory.GetFiles(Repository.PathOf(folder), "*Metrics.cs", SearchOption.AllDirectories)).Select(File.ReadAllText);

    private static string[] NamesOf(string kind, string name, string unit)
    {
        var full = name.Replace('.', '_') + unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return kind switch
        {
            "Counter" or "ObservableCounter" => [full + "_total"],
            "Histogram" => [full + "_bucket", full + "_sum", full + "_count"],
            _ => [full],
        };
    }

    [GeneratedRegex("""Create(?<kind>\w+?)(?:<\w+>)?\(\s*"(?<name>[a-z0-9_.]+)",\s*(?:\(\) => [^,]+,\s*)?"(?<unit>[^"]*)"\s*,""")]
    private static partial Regex Creation();

    [GeneratedRegex("Create(?:Request|Generation)Duration\\(\\s*\"([a-z0-9_.]+)\"")]
    private static partial Regex CreationOfDuration();

    [GeneratedRegex("\"([a-z_.]+)\"")]
    private static partial Regex Literal();
}
