namespace NanoBanana.EndToEnd.Proofs;

/// <summary>Answers counted by what they were, so that a failing test tells what else came.</summary>
internal static class Tally
{
    /// <summary>The status and the error code.</summary>
    public static string NameOf(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        return response.IsSuccessStatusCode ? $"{status}" : $"{status} {response.ErrorCode()}";
    }

    /// <summary><c>201 x 50, 429 billing.insufficient_credits x 950</c>.</summary>
    public static string Of(IEnumerable<string> answers) => string.Join(
        ", ", answers.GroupBy(static answer => answer, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => $"{group.Key} x {group.Count()}"));
}
