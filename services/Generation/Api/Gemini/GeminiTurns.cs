using System.Globalization;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>What was said in the turns of a call, and whether they can be read. Pure.</summary>
internal static class GeminiTurns
{
    private static readonly string[] Roles = ["user", "model"];

    /// <summary>The turns when there is nothing wrong with them, otherwise none; the first fault is told, and nothing else is read before.</summary>
    public static IReadOnlyList<GeminiContent> Of(Bounded<GeminiContent>? contents, RequestValidation validation)
    {
        if (contents is not { Count: > 0 })
            validation.Add("contents", "missing", "Field required");
        else
            Check(contents, validation);
        return validation.Failed ? [] : [.. contents!.Select(static content => content!)];
    }

    /// <summary>
    /// One text for models that take one: the instruction, what was said before, and the prompt, with who said it where there is more than one turn.
    /// </summary>
    public static string PromptOf(GeminiContent? instruction, IReadOnlyList<GeminiContent> turns)
    {
        var texts = turns.Select(turn => (turn.IsModel, Text: TextOf(turn))).Where(static turn => turn.Text.Length > 0).ToList();
        var said = texts.Count == 1 ? texts.Select(static turn => turn.Text) : texts.Select(static turn => (turn.IsModel ? "Model: " : "User: ") + turn.Text);
        return string.Join("\n\n", TextOf(instruction) is { Length: > 0 } first ? said.Prepend(first) : said);
    }

    /// <summary>The texts of a turn, without thoughts.</summary>
    public static string TextOf(GeminiContent? content) => string.Join(
        '\n', (content?.Parts ?? []).Where(static part => part is { Thought: not true, Text.Length: > 0 }).Select(static part => part!.Text!.Trim())).Trim();

    /// <summary>The name of a part, for whoever is told of a fault.</summary>
    public static string FieldOf(int turn, int part) => string.Create(CultureInfo.InvariantCulture, $"contents[{turn}].parts[{part}]");

    private static void Check(Bounded<GeminiContent> contents, RequestValidation faults)
    {
        CheckLength("contents", contents, faults);
        for (var turn = 0; turn < contents.Count && !faults.Failed; turn++)
            Check(contents[turn], turn, faults);
        if (faults.Failed)
            return;
        var last = contents[^1]!;
        if (last.IsModel)
            faults.Add("contents", "value_error", "The last of contents should be the user's");
        else if (TextOf(last).Length == 0)
            faults.Add("contents", "missing", "The last of contents should have a part with text");
    }

    private static void Check(GeminiContent? content, int turn, RequestValidation faults)
    {
        var field = string.Create(CultureInfo.InvariantCulture, $"contents[{turn}]");
        faults.OneOf(field + ".role", content?.Role, Roles);
        if (content?.Parts is not { Count: > 0 } parts)
        {
            faults.Add(field + ".parts", "missing", "Field required");
            return;
        }

        CheckLength(field + ".parts", parts, faults);
        for (var part = 0; part < parts.Count && !faults.Failed; part++)
        {
            if (parts[part] is null or { Text: null, InlineData: null, FileData: null })
                faults.Add(FieldOf(turn, part), "value_error", "Input should have text, inlineData or fileData");
        }
    }

    private static void CheckLength<T>(string field, Bounded<T> list, RequestValidation faults)
    {
        if (list.IsCut)
            faults.Add(field, "too_long", $"List should have at most {Bounded<T>.Most} items");
    }
}
