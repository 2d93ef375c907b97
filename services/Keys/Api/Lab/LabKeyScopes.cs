using NanoBanana.Contracts.Keys;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Keys.Api.Lab;

/// <summary>Scopes as the Lab's callers write them, and as they are kept.</summary>
internal static class LabKeyScopes
{
    private const string Field = "scopes";
    private const string ReadEnding = ":read";
    private const string OldGenerate = "generate:write";

    /// <summary>The scopes to keep, each once; null when every right was asked for.</summary>
    public static string[]? Read(IReadOnlyList<string?>? given, RequestValidation validation)
    {
        if (given is null)
            return null;
        if (given.Count == 0)
            validation.Add(Field, "too_short", "List should have at least 1 item");
        var scopes = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < given.Count; i++)
        {
            if (Canonical(given[i]) is { } scope)
                scopes.Add(scope);
            else
                validation.Add($"{Field}[{i}]", "literal_error", "Input should be 'generate', 'read', 'manage', 'generate:write' or end with ':read'");
        }

        return [.. scopes];
    }

    /// <summary>As callers see them: null is every right.</summary>
    public static IReadOnlyList<string>? Show(string[] scopes) => scopes.Contains(KeyScopes.All, StringComparer.Ordinal) ? null : scopes;

    /// <summary>What older clients call <c>generate:write</c> and <c>{anything}:read</c> are two of ours; null is no scope at all.</summary>
    private static string? Canonical(string? text) => text switch
    {
        KeyScopes.Generate or OldGenerate => KeyScopes.Generate,
        KeyScopes.Read => KeyScopes.Read,
        KeyScopes.Manage => KeyScopes.Manage,
        not null when text.EndsWith(ReadEnding, StringComparison.Ordinal) && IsWord(text.AsSpan(0, text.Length - ReadEnding.Length)) => KeyScopes.Read,
        _ => null,
    };

    private static bool IsWord(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterLower(c) && c is not ('_' or '-' or '*'))
                return false;
        }

        return text.Length > 0;
    }
}
