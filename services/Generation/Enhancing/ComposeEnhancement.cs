using System.Text;

namespace NanoBanana.Generation.Enhancing;

/// <summary>Enhances a prompt without a model: the prompt as it came, and after it what its template adds. The same wish gives the same text.</summary>
internal static class ComposeEnhancement
{
    public static string Run(string prompt, IReadOnlyList<EnhancementPart> parts, string format)
    {
        var subject = prompt.Trim().TrimEnd('.', ',', ';', '。', ' ');
        return format switch
        {
            OutputFormats.Markdown => Markdown(subject, parts),
            OutputFormats.Detailed => Detailed(subject, parts),
            _ => string.Join(", ", parts.Select(static part => part.Text).Prepend(subject)),
        };
    }

    private static string Markdown(string subject, IReadOnlyList<EnhancementPart> parts)
    {
        var text = new StringBuilder(subject).Append('\n');
        foreach (var part in parts)
            text.Append("\n- **").Append(part.Label).Append(":** ").Append(part.Text);
        return text.ToString();
    }

    private static string Detailed(string subject, IReadOnlyList<EnhancementPart> parts)
    {
        var text = new StringBuilder(subject).Append('.');
        foreach (var part in parts)
            text.Append(' ').Append(part.Label).Append(": ").Append(part.Text).Append('.');
        return text.ToString();
    }
}
