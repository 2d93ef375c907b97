namespace NanoBanana.Generation.Api;

/// <summary>Reads <c>Prefer: respond-async</c> (RFC 7240): the caller comes back for the result.</summary>
internal static class AsyncPreference
{
    private const string Name = "respond-async";

    public static bool IsAsked(HttpRequest request) => request.Headers["Prefer"]
        .SelectMany(static value => (value ?? "").Split(',', StringSplitOptions.TrimEntries))
        .Any(static preference => string.Equals(preference.Split(';')[0].TrimEnd(), Name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Tells the caller that it was heard, and where to come back to.</summary>
    public static void Grant(HttpResponse response, string location)
    {
        response.Headers["Preference-Applied"] = Name;
        response.Headers.Location = location;
    }
}
