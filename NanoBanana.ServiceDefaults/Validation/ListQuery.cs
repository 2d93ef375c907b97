
namespace NanoBanana.ServiceDefaults.Validation;

/// <summary>Reads what the lists of the Lab have in common.</summary>
public static class ListQuery
{
    /// <summary>An optional text of the query, trimmed; null when it is blank.</summary>
    /// <param name="max">Its limit, in characters.</param>
    public static string? Text(RequestValidation validation, string field, string? text, int max)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        if (text.EnumerateRunes().Count() > max)
            validation.Add(field, "string_too_long", $"String should have at most {max} characters", "query");
        else if (text.Contains('\0'))
            validation.Add(field, "string_type", "String should not contain a NUL character", "query");
        return text;
    }

    /// <summary>One of a fixed set.</summary>
    public static string OneOf(RequestValidation validation, string field, string? text, IReadOnlyCollection<string> allowed, string defaultValue)
    {
        if (string.IsNullOrEmpty(text))
            return defaultValue;
        if (!allowed.Contains(text))
            validation.Add(field, "literal_error", $"Input should be {string.Join(", ", allowed.Select(static item => $"'{item}'"))}", "query");
        return text;
    }

    /// <summary>A switch that is off unless given.</summary>
    public static bool Bool(RequestValidation validation, string field, string? text)
    {
        switch (text?.ToLowerInvariant())
        {
            case null or "" or "false" or "0":
                return false;
            case "true" or "1":
                return true;
            default:
                validation.Add(field, "bool_parsing", "Input should be a valid boolean: true or false", "query");
                return false;
        }
    }
}
