using System.Collections.Frozen;
using System.Globalization;

namespace NanoBanana.Generation.Providers.Models;

/// <summary>Reads one model from its section. Unknown names stop the start as unreadable values do: a misspelt ability would be none.</summary>
internal static class ModelReader
{
    private static readonly Dictionary<string, Func<ProviderModel, string, ProviderModel?>> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Kind"] = static (model, text) => Enum.TryParse<MediaKind>(text, ignoreCase: true, out var kind) ? model with { Kind = kind } : null,
        ["Name"] = static (model, text) => model with { Name = text },
        ["Resolutions"] = static (model, text) => model with { Resolutions = Words(text) },
        ["Ratios"] = static (model, text) => Shapes(text) is { } shapes ? model with { Ratios = shapes } : null,
        ["Sizes"] = static (model, text) => Shapes(text) is { } shapes ? model with { Sizes = shapes } : null,
        ["SizeStep"] = static (model, text) => Number(text) is { } number ? model with { SizeStep = number } : null,
        ["MinSide"] = static (model, text) => Number(text) is { } number ? model with { MinSide = number } : null,
        ["MaxSide"] = static (model, text) => Number(text) is { } number ? model with { MaxSide = number } : null,
        ["MaxPixels"] = static (model, text) => Number(text) is { } number ? model with { MaxPixels = number } : null,
        ["MinPixels"] = static (model, text) => Number(text) is { } number ? model with { MinPixels = number } : null,
        ["MaxRatio"] = static (model, text) => Number(text) is { } number ? model with { MaxRatio = number } : null,
        ["MaxReferences"] = static (model, text) => Number(text) is { } number ? model with { MaxReferences = number } : null,
        ["MinReferences"] = static (model, text) => Number(text) is { } number ? model with { MinReferences = number } : null,
        ["ReferencesByAddress"] = static (model, text) => Truth(text) is { } truth ? model with { ReferencesByAddress = truth } : null,
        ["MaxReferenceBytes"] = static (model, text) => Number(text) is { } number ? model with { MaxReferenceBytes = number } : null,
        ["ReferenceTypes"] = static (model, text) => model with { ReferenceTypes = Words(text) },
        ["TakesMask"] = static (model, text) => Truth(text) is { } truth ? model with { TakesMask = truth } : null,
        ["NeutralBase"] = static (model, text) => Truth(text) is { } truth ? model with { NeutralBase = truth } : null,
        ["TakesSeed"] = static (model, text) => Truth(text) is { } truth ? model with { TakesSeed = truth } : null,
        ["TakesNegativePrompt"] = static (model, text) => Truth(text) is { } truth ? model with { TakesNegativePrompt = truth } : null,
        ["CanSearch"] = static (model, text) => Truth(text) is { } truth ? model with { CanSearch = truth } : null,
        ["CanSearchImages"] = static (model, text) => Truth(text) is { } truth ? model with { CanSearchImages = truth } : null,
        ["NamesSources"] = static (model, text) => Truth(text) is { } truth ? model with { NamesSources = truth } : null,
        ["CanConverse"] = static (model, text) => Truth(text) is { } truth ? model with { CanConverse = truth } : null,
        ["GivesPartials"] = static (model, text) => Truth(text) is { } truth ? model with { GivesPartials = truth } : null,
        ["TakesResolution"] = static (model, text) => Truth(text) is { } truth ? model with { TakesResolution = truth } : null,
        ["MaxPrompt"] = static (model, text) => Number(text) is { } number ? model with { MaxPrompt = number } : null,
        ["Durations"] = static (model, text) => Numbers(text) is { } numbers ? model with { Durations = numbers } : null,
        ["DurationsAt"] = static (model, text) => NumbersAt(text) is { } numbers ? model with { DurationsAt = numbers } : null,
        ["Fps"] = static (model, text) => Number(text) is { } number ? model with { Fps = number } : null,
        ["Quality"] = static (model, text) => Number(text) is { } number ? model with { Quality = number } : null,
        ["Seconds"] = static (model, text) => Number(text) is { } number ? model with { Seconds = number } : null,
        ["GiveUpSeconds"] = static (model, text) => Number(text) is { } number ? model with { GiveUpSeconds = number } : null,
        ["ReplacedBy"] = static (model, text) => model with { ReplacedBy = text },
    };

    public static ProviderModel Read(IConfigurationSection section)
    {
        var model = new ProviderModel(section.Key);
        foreach (var field in section.GetChildren())
        {
            var read = Fields.GetValueOrDefault(field.Key) ?? throw new FormatException($"{field.Path} is not an ability of a model.");
            model = read(model, field.Value ?? "") ?? throw new FormatException($"{field.Path} cannot be read.");
        }

        // A misspelt step would quietly leave it the lengths of the others.
        return model.DurationsAt.Keys.FirstOrDefault(step => !model.Resolutions.Contains(step)) is { } unknown
            ? throw new FormatException($"{section.Path}:DurationsAt names {unknown}, which is none of its resolutions.")
            : model;
    }

    private static string[] Words(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool? Truth(string text) => bool.TryParse(text, out var truth) ? truth : null;

    private static List<AspectRatio>? Shapes(string text)
    {
        var shapes = Words(text).Select(AspectRatio.Parse).ToList();
        return shapes.All(static shape => shape is not null) ? [.. shapes.Select(static shape => shape!.Value)] : null;
    }

    /// <summary>Single values and spans: <c>4,6,8</c> or <c>3-10</c>.</summary>
    private static List<int>? Numbers(string text)
    {
        var numbers = new List<int>();
        foreach (var word in Words(text))
        {
            var ends = word.Split('-');
            if (Number(ends[0]) is not { } first || Number(ends[^1]) is not { } last || ends.Length > 2 || last < first || last > 3_600)
                return null;
            numbers.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return numbers;
    }

    /// <summary>Lengths of single steps: <c>1080p=8;4K=4,8</c>.</summary>
    private static FrozenDictionary<string, IReadOnlyList<int>>? NumbersAt(string text)
    {
        var steps = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
        foreach (var step in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var mark = step.IndexOf('=', StringComparison.Ordinal);
            if (mark <= 0 || Numbers(step[(mark + 1)..]) is not { Count: > 0 } lengths || !steps.TryAdd(step[..mark].TrimEnd(), lengths))
                return null;
        }

        return steps.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
