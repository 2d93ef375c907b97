using System.Collections.Frozen;

namespace NanoBanana.Generation.Providers.Models;

/// <summary>What one upstream model can do. Read from the <c>*.models.json</c> of its provider; any value can be overridden in configuration.</summary>
/// <param name="Id">The upstream id, as in the price table.</param>
internal sealed record ProviderModel(string Id)
{
    public MediaKind Kind { get; init; } = MediaKind.Image;

    /// <summary>For a person.</summary>
    public string Name { get; init; } = Id;

    /// <summary>Of <c>512</c>, <c>1K</c>, <c>2K</c>, <c>4K</c> for images, <c>480p</c> to <c>4K</c> for videos; ascending.</summary>
    public IReadOnlyList<string> Resolutions { get; init; } = ["1K"];

    /// <summary>The only shapes it makes; empty when it has <see cref="Sizes"/> or takes any size.</summary>
    public IReadOnlyList<AspectRatio> Ratios { get; init; } = [];

    /// <summary>The only sizes it makes, in pixels; empty when it goes by shapes or takes any size.</summary>
    public IReadOnlyList<AspectRatio> Sizes { get; init; } = [];

    /// <summary>For a model of any size: both sides are multiples of it.</summary>
    public int SizeStep { get; init; } = 16;

    /// <summary>For a model of any size: the shortest side.</summary>
    public int MinSide { get; init; } = 64;

    /// <summary>For a model of any size: the longest side.</summary>
    public int MaxSide { get; init; } = 8_192;

    /// <summary>For a model of any size: width times height.</summary>
    public int MaxPixels { get; init; } = 64_000_000;

    /// <summary>For a model of any size: the least width times height.</summary>
    public int MinPixels { get; init; }

    /// <summary>For a model of any size: the longer side is at most this many times the shorter; 0 is no limit.</summary>
    public int MaxRatio { get; init; }

    /// <summary>How many images a request may bring along.</summary>
    public int MaxReferences { get; init; }

    /// <summary>How many it must bring along.</summary>
    public int MinReferences { get; init; }

    /// <summary>Whether references must lie at a public address: it takes no bytes.</summary>
    public bool ReferencesByAddress { get; init; }

    /// <summary>Of one reference, in bytes; 0 is no limit of its own.</summary>
    public int MaxReferenceBytes { get; init; }

    /// <summary>Of <c>png</c>, <c>jpeg</c>, <c>webp</c>: which references may be; empty is any.</summary>
    public IReadOnlyList<string> ReferenceTypes { get; init; } = [];

    /// <summary>Whether a mask may say which part of the first reference is to be changed.</summary>
    public bool TakesMask { get; init; }

    /// <summary>Whether a blank image goes along where a request brings none: it only edits, and so makes new images as well.</summary>
    public bool NeutralBase { get; init; }

    /// <summary>Whether the same seed gives the same image.</summary>
    public bool TakesSeed { get; init; }

    public bool TakesNegativePrompt { get; init; }

    /// <summary>Whether it can look things up.</summary>
    public bool CanSearch { get; init; }

    /// <summary>Whether what it looks up may be images too.</summary>
    public bool CanSearchImages { get; init; }

    /// <summary>Whether it tells the pages that it drew on.</summary>
    public bool NamesSources { get; init; }

    /// <summary>Whether it goes on with a conversation.</summary>
    public bool CanConverse { get; init; }

    /// <summary>Whether it shows partial images while it makes one.</summary>
    public bool GivesPartials { get; init; }

    /// <summary>Whether the address or body names a size; false for a model that answers 400 to any.</summary>
    public bool TakesResolution { get; init; } = true;

    /// <summary>In characters.</summary>
    public int MaxPrompt { get; init; } = 2_000;

    /// <summary>Of a video, in seconds; empty when not a video.</summary>
    public IReadOnlyList<int> Durations { get; init; } = [];

    /// <summary>The lengths at those steps that have others than <see cref="Durations"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> DurationsAt { get; init; } = FrozenDictionary<string, IReadOnlyList<int>>.Empty;

    /// <summary>The one frame rate of its videos, a second; null when it is not known.</summary>
    public int? Fps { get; init; }

    /// <summary>0 to 100, for the <c>quality</c> strategy: our judgement, to be overridden by yours.</summary>
    public int Quality { get; init; } = 50;

    /// <summary>What it usually takes, in seconds, until calls have told.</summary>
    public double Seconds { get; init; } = 20;

    /// <summary>When an accepted order is given up, in seconds.</summary>
    public int GiveUpSeconds { get; init; } = 600;

    /// <summary>Set when the provider no longer serves it: the id of what to use instead.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>The lengths of videos at a step, in seconds.</summary>
    public IReadOnlyList<int> DurationsFor(string resolution) => DurationsAt.GetValueOrDefault(resolution) ?? Durations;

    /// <summary>
    /// What is ordered when a length is asked for: that, or the next longer one, because of a longer video the caller can cut off what is
    /// too much. Null when it makes nothing as long.
    /// </summary>
    public int? DurationFor(string resolution, int asked)
    {
        var lengths = DurationsFor(resolution);
        int? best = null;
        for (var i = 0; i < lengths.Count; i++)
        {
            if (lengths[i] >= asked && !(best <= lengths[i]))
                best = lengths[i];
        }

        return best;
    }
}
