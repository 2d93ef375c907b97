using NanoBanana.Keys.ApiKeys;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Keys.Api.Banatie;

/// <summary>Reads what a new key shall be, and finds all that is wrong with it.</summary>
internal static class OperatorKeyReader
{
    private const string Master = "master";
    private const string Project = "project";
    private const int MaxText = 100;
    private const int MaxDays = 3_650;
    private const int DefaultDays = 90;

    /// <summary>The terms; only to be used when the validation has not failed.</summary>
    public static OperatorKeyTerms Read(CreateOperatorKeyRequest body, RequestValidation validation)
    {
        if (body.Type is not (Master or Project))
            validation.Add("type", body.Type is null ? "missing" : "literal_error", "type must be 'master' or 'project'");
        var name = string.IsNullOrWhiteSpace(body.Name) ? null : body.Name.Trim();
        if (name is not null && !IsLabel(name))
            validation.Add("name", "string_type", $"name must be at most {MaxText} characters, without control characters");
        return body.Type == Project ? ReadProject(body, name, validation) : new OperatorKeyTerms(IsMaster: true, ProjectId: null, name, Days: null);
    }

    private static OperatorKeyTerms ReadProject(CreateOperatorKeyRequest body, string? name, RequestValidation validation)
    {
        var project = body.ProjectId?.Trim();
        if (string.IsNullOrEmpty(project))
            validation.Add("projectId", "missing", "projectId is required for project keys");
        else if (!IsLabel(project))
            validation.Add("projectId", "string_type", $"projectId must be 1 to {MaxText} characters, without control characters");
        var days = body.ExpiresInDays ?? DefaultDays;
        if (days is < 1 or > MaxDays)
            validation.Add("expiresInDays", "value_error", $"expiresInDays must be 1 to {MaxDays}");
        return new OperatorKeyTerms(IsMaster: false, project, name, days);
    }

    /// <summary>Without control characters: a label stands in lists, in logs and before the keys of its callers.</summary>
    private static bool IsLabel(string text) => text.EnumerateRunes().Count() <= MaxText && !text.Any(char.IsControl);
}
