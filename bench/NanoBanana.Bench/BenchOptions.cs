using System.Globalization;

namespace NanoBanana.Bench;

/// <summary>What was asked for on the command line.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        usage: bench/run.sh [--only gateway|whole|memory] [--quick] [--rounds N] [--seconds N] [--connections 1,16,64] [--json FILE]
          --only         one part instead of all three
          --quick        one second a run, to see that it works; the figures say little
          --rounds       how often each pair is measured (3)
          --seconds      how long each run is (3)
          --connections  how many connections the pairs are measured at
          --json         also writes the raw figures to a file
        """;

    private static readonly string[] All = [Parts.Gateway, Parts.Whole, Parts.Memory];

    public string? Only { get; private init; }

    public bool IsQuick { get; private init; }

    public int Rounds { get; private init; } = 3;

    public int Seconds { get; private init; } = 3;

    public IReadOnlyList<int> Connections { get; private init; } = [1, 16, 64];

    public string? JsonFile { get; private init; }

    public bool Includes(string part) => Only is null || Only == part;

    /// <summary>Null when it makes no sense.</summary>
    public static BenchOptions? Parse(IReadOnlyList<string> args)
    {
        var options = new BenchOptions();
        for (var i = 0; i < args.Count; i++)
        {
            var value = i + 1 < args.Count ? args[i + 1] : "";
            switch (args[i])
            {
                case "--quick":
                    options = options with { IsQuick = true, Seconds = 1 };
                    continue;
                case "--only" when All.Contains(value):
                    options = options with { Only = value };
                    break;
                case "--rounds" when Number(value, 100) is { } rounds:
                    options = options with { Rounds = rounds };
                    break;
                case "--seconds" when Number(value, 60) is { } seconds:
                    options = options with { Seconds = seconds };
                    break;
                case "--connections" when value.Split(',').Select(static text => Number(text, 1_000)).ToList() is var numbers && !numbers.Contains(null):
                    options = options with { Connections = [.. numbers.Select(static number => number!.Value)] };
                    break;
                case "--json" when value.Length > 0:
                    options = options with { JsonFile = Path.GetFullPath(value) };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return options;
    }

    private static int? Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number : null;
}
