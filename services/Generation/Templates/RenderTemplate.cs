using System.Buffers;
using System.Text;
using System.Text.Json;

namespace NanoBanana.Generation.Templates;

/// <summary>How filling a template ended.</summary>
internal abstract record RenderResult
{
    private RenderResult()
    {
    }

    internal sealed record Rendered(string Prompt) : RenderResult;

    /// <summary>Nothing was given for a variable that needs something.</summary>
    internal sealed record Missing(string Variable) : RenderResult;

    /// <summary>A value that the variable does not take.</summary>
    /// <param name="Fault">The end of a sentence that begins with the variable.</param>
    internal sealed record Invalid(string Variable, string Fault) : RenderResult;

    /// <summary>More than <see cref="RenderTemplate.MaxPrompt"/> characters.</summary>
    internal sealed record TooLong : RenderResult;
}

/// <summary>
/// Fills a template's gaps, once: a value that looks like a gap stays as it is. A gap that is no variable of the template's is one that is
/// required, because half a prompt is of use to nobody.
/// </summary>
internal static class RenderTemplate
{
    /// <summary>A value may stand in a template a thousand times; so much of it is made and no more, in characters.</summary>
    public const int MaxPrompt = 20_000;

    /// <summary>The longest name of a variable, in characters. What is longer between braces is text.</summary>
    public const int MaxName = 50;

    private static readonly SearchValues<char> Braces = SearchValues.Create("{}");

    public static RenderResult Run(TemplateContent template, IReadOnlyDictionary<string, JsonElement> given)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in template.Variables)
        {
            if ((Given(given, variable.Name!) ?? variable.Default) is not { } value)
            {
                if (variable.Required)
                    return new RenderResult.Missing(variable.Name!);
                values[variable.Name!] = "";
                continue;
            }

            var read = VariableValue.Of(variable, value);
            if (read.Fault is not null)
                return new RenderResult.Invalid(variable.Name!, read.Fault);
            values[variable.Name!] = read.Text;
        }

        return Fill(template.PromptTemplate, values, given);
    }

    private static RenderResult Fill(string text, Dictionary<string, string> values, IReadOnlyDictionary<string, JsonElement> given)
    {
        var prompt = new StringBuilder(text.Length);
        for (var position = 0; position < text.Length;)
        {
            var (start, end) = NextGap(text, position);
            prompt.Append(text, position, start - position);
            position = end;
            if (start == end)
                continue;
            var name = text[(start + 2)..(end - 2)].Trim();
            if (!values.TryGetValue(name, out var value))
            {
                if (Given(given, name) is not { } loose)
                    return new RenderResult.Missing(name);
                var read = VariableValue.Of(new TemplateVariable(name), loose);
                if (read.Fault is not null)
                    return new RenderResult.Invalid(name, read.Fault);
                values[name] = value = read.Text;
            }

            prompt.Append(value);
            if (prompt.Length > MaxPrompt)
                return new RenderResult.TooLong();
        }

        return prompt.Length > MaxPrompt ? new RenderResult.TooLong() : new RenderResult.Rendered(prompt.ToString());
    }

    /// <summary>Where the next <c>{{name}}</c> lies; its start and end are both the end of what can be copied when it is not found there.</summary>
    private static (int Start, int End) NextGap(string text, int from)
    {
        var start = text.IndexOf("{{", from, StringComparison.Ordinal);
        if (start < 0)
            return (text.Length, text.Length);
        var length = text.AsSpan(start + 2).IndexOfAny(Braces);
        if (length < 0)
            return (text.Length, text.Length);
        var close = start + 2 + length;
        var isGap = text.AsSpan(close).StartsWith("}}") && text.AsSpan(start + 2, length).Trim() is { Length: >= 1 and <= MaxName };

        // Of three braces the last two open it.
        var next = length == 0 && text[close] == '{' ? start + 1 : close;
        return isGap ? (start, close + 2) : (next, next);
    }

    private static JsonElement? Given(IReadOnlyDictionary<string, JsonElement> given, string name) =>
        given.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
