namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>What a prompt may gain by: one phrase for each matter that it does not speak of itself.</summary>
internal static class Phrases
{
    private static readonly Matter[] Matters =
    [
        new(["style", "photo", "painting", "drawing", "sketch", "render", "illustration", "watercolor", "watercolour", "logo", "icon", "cartoon", "anime"],
            ["photograph with natural texture", "finely detailed digital painting", "soft watercolour on rough paper", "crisp illustration with clean outlines"]),
        new(["light", "lit", "sunset", "sunrise", "dawn", "dusk", "night", "neon", "shadow", "backlit", "noon"],
            ["warm light of late afternoon", "soft light from a large window", "clear morning light with long shadows", "dramatic light from one side"]),
        new(["close-up", "closeup", "wide", "shot", "view", "angle", "portrait", "macro", "aerial", "overhead", "panorama"],
            ["seen at eye level with a shallow depth of field", "wide view with room around the subject", "centred and filling the frame", "seen from slightly below"]),
        new(["colour", "color", "palette", "monochrome", "black-and-white", "pastel", "vivid"],
            ["few harmonious colours", "muted earthen colours with one bright accent", "rich saturated colours", "pastel colours"]),
        new(["background", "behind", "backdrop", "blurred", "bokeh"],
            ["an uncluttered background", "a softly blurred background", "a background that tells where it is"]),
    ];

    public static IEnumerable<string> For(string prompt)
    {
        var dice = new Dice(prompt, seed: 0);
        var words = prompt.Split(' ', ',', '.', ';', ':', '!', '?', '"', '(', ')').ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var matter in Matters)
        {
            var phrase = matter.Phrases[dice.Below(matter.Phrases.Length)];
            if (!matter.Words.Any(words.Contains))
                yield return phrase;
        }
    }

    private sealed record Matter(string[] Words, string[] Phrases);
}
