using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NanoBanana.Generation.Prompts;

/// <summary>
/// Writes prompts without a model: subject, setting and touch of a category, and the style. The same wish gives the same prompts, a larger count the
/// same ones and more.
/// </summary>
internal static class ComposePrompts
{
    // Without a common factor with the number of all prompts, and larger than either of its parts but one: neighbours differ in everything.
    private const int Stride = 59;

    /// <param name="style">Null for none.</param>
    /// <param name="count">At most as many as the category's words can be put together.</param>
    public static IReadOnlyList<string> Run(PromptCategory category, string? style, int count)
    {
        var (subjects, settings, touches) = (category.Subjects, category.Settings, category.Touches);
        var all = subjects.Count * settings.Count * touches.Count;
        var start = (int)(BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{category.Name}|{style}"))) % (uint)all);
        return [.. Enumerable.Range(0, Math.Min(count, all)).Select(number => Compose((start + (number * Stride)) % all))];

        string Compose(int at)
        {
            var subject = subjects[at % subjects.Count];
            var setting = settings[at / subjects.Count % settings.Count];
            var touch = touches[at / subjects.Count / settings.Count];
            var text = $"{char.ToUpperInvariant(subject[0])}{subject[1..]} {setting}, {touch}";
            return style is null ? text : $"{text}, {style}";
        }
    }
}
