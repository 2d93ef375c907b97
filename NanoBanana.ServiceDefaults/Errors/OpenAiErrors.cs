using System.Text.Json;
using NanoBanana.Contracts.Errors;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>
/// <c>{"error": {"message", "type", "param", "code"}}</c>. Its clients decide by <c>code</c> and <c>param</c>, so both say what OpenAI says of the same failure; what it has
/// no word for has our own code. One failure names one parameter: of bad input the first.
/// </summary>
public static class OpenAiErrors
{
    /// <summary>Tells its clients whether to repeat a call, whatever its status would have them do.</summary>
    public const string RetryHeader = "x-should-retry";

    /// <summary>Of a field that the call does not know: <see cref="FieldError.Type"/>.</summary>
    public const string UnknownParameter = "unknown_parameter";

    /// <summary>Whether a repeat brings nothing, although its status looks like it: no credits are there a moment later either, and what still runs would be made twice.</summary>
    public static bool IsFinal(ErrorCode code) => code.Kind is ErrorKind.CreditsExhausted or ErrorKind.StillRunning or ErrorKind.Conflict;

    /// <summary>The whole body.</summary>
    public static void Write(Utf8JsonWriter json, ApiFailure failure)
    {
        json.WriteStartObject();
        WriteError(json, failure);
        json.WriteEndObject();
    }

    /// <summary>The property <c>error</c>, into an object that somebody else begins and ends.</summary>
    public static void WriteError(Utf8JsonWriter json, ApiFailure failure)
    {
        var field = failure.Fields.Count > 0 ? failure.Fields[0] : null;
        json.WriteStartObject("error");
        json.WriteString("message", Message(failure, field));
        json.WriteString("type", OpenAiWords.TypeOf(failure.Code));
        json.WriteString("param", field is { Field.Length: > 0 } ? field.Field : null);
        json.WriteString("code", OpenAiWords.CodeOf(failure.Code, field));
        if (OpenAiWords.StageOf(failure.Code) is { } stage)
        {
            json.WriteStartObject("moderation_details");
            json.WriteString("moderation_stage", stage);
            json.WriteEndObject();
        }

        foreach (var (name, value) in failure.Details)
            json.WriteNumber(name, value);
        json.WriteEndObject();
    }

    private static string Message(ApiFailure failure, FieldError? field)
    {
        if (field is null)
            return failure.Text;
        if (field.Field.Length == 0)
            return field.Message;
        return field.Type switch
        {
            "missing" => $"Missing required parameter: '{field.Field}'.",
            UnknownParameter => $"Unknown parameter: '{field.Field}'.",

            // What was written for one field alone says what is wrong with it.
            "value_error" or "not_found" => field.Message,
            _ => $"Invalid '{field.Field}': {field.Message}",
        };
    }
}
