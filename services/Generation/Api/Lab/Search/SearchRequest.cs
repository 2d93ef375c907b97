using NanoBanana.Generation.Images;
using NanoBanana.Generation.Prompts;
using NanoBanana.Generation.Search;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Search;

/// <summary>Reads what the searches have in common.</summary>
internal sealed class SearchRequest(PromptOwners owners, ImageLinks links)
{
    public const int DefaultLimit = 20;
    public const int MaxLimit = 100;

    /// <summary>All that may be asked for, also what is not searched yet.</summary>
    public static readonly string[] Types = ["image", "prompt", "template", "project", "chat"];

    /// <summary>What is looked for, trimmed; empty after a fault.</summary>
    public static string Text(RequestValidation validation, string? q)
    {
        if (q is null)
            validation.Add("q", "missing", "Field required", "query");
        else if (string.IsNullOrWhiteSpace(q))
            validation.Add("q", "string_too_short", "String should have at least 1 character that is no space", "query");
        return ListQuery.Text(validation, "q", q, SearchText.MaxSearch) ?? "";
    }

    /// <summary>Of a list with commas; all unless given.</summary>
    public static IReadOnlyCollection<string> TypesOf(RequestValidation validation, string? types)
    {
        var asked = (types ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (asked.Except(Types, StringComparer.Ordinal).Any())
            validation.Add("types", "literal_error", $"Input should be of {string.Join(", ", Types.Select(static type => $"'{type}'"))}, with commas between", "query");
        return asked.Length > 0 ? asked : Types;
    }

    public SearchQuery For(Caller caller, HttpContext http, string text) =>
        new(caller.AccountId, owners.Of(caller.Principal, http), new SearchTerms(text), links.OriginOf(http.Request));
}
