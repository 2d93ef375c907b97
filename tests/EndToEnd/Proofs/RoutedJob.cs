using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>One attempt as its owner sees it.</summary>
internal sealed record RoutedAttempt(string Provider, string State, string? Failure, string? Detail)
{
    private static readonly HashSet<string> Terminal = new(StringComparer.Ordinal) { "refused_input", "refused_output", "bad_input", "no_image", "unknown" };

    /// <summary>Whether nobody else may be asked after it: it was refused, it was the caller's fault, or it may have been done.</summary>
    public bool IsTerminal => State == "unknown" || (Failure is not null && Terminal.Contains(Failure));

    /// <summary>Whether the provider was called for it.</summary>
    public bool WasSent => State != "not_sent" && Detail is not ("CIRCUIT_OPEN" or "NO_TURN");
}

/// <summary>A job with its way from provider to provider.</summary>
internal sealed record RoutedJob(string Prompt, string Status, int Charged, string? Error, IReadOnlyList<RoutedAttempt> Attempts)
{
    public bool Succeeded => Status == "succeeded";

    public bool HasTerminal => Attempts.Any(static attempt => attempt.IsTerminal);

    public override string ToString() =>
        $"{Prompt}: {Status} {Error} after {string.Join(", ", Attempts.Select(static attempt => $"{attempt.Provider} {attempt.Failure ?? attempt.State} ({attempt.Detail})"))}";

    /// <summary>Every job of a caller, the failed ones among them, by the list and then one by one.</summary>
    public static async Task<IReadOnlyList<RoutedJob>> AllOfAsync(HttpClient client)
    {
        var ids = new List<string>();
        for (string? next = ""; next is not null;)
        {
            var page = await client.GetJsonAsync($"/v1/generations?limit=100{next}");
            ids.AddRange(page["items"]!.AsArray().Select(static item => (string)item!["id"]!));
            next = (string?)page["next_cursor"] is { } cursor ? $"&cursor={cursor}" : null;
        }

        var jobs = new List<RoutedJob>();
        foreach (var chunk in ids.Chunk(8))
            jobs.AddRange(await Task.WhenAll(chunk.Select(async id => Read(await client.GetJsonAsync($"/v1/generations/{id}")))));
        return jobs;
    }

    private static RoutedJob Read(JsonNode job) => new(
        (string)job["prompt"]!, (string)job["status"]!, (int?)job["receipt"]!["charged_credits"] ?? 0, (string?)job["error"]?["code"],
        [.. job["attempts"]!.AsArray().Select(static attempt => new RoutedAttempt(
            (string)attempt!["provider"]!, (string)attempt["state"]!, (string?)attempt["failure"], (string?)attempt["detail"]))]);
}
