namespace NanoBanana.Standalone;

/// <summary>What a person reads in the terminal.</summary>
internal static class Banner
{
    public static Task StepAsync(string text) => Console.Out.WriteLineAsync("  " + text);

    public static async Task ReadyAsync(string url, string statePath, string? key, TimeSpan took)
    {
        var lines = new List<string>
        {
            "",
            $"NanoBanana is ready after {took.TotalSeconds:0.0} s. State: {statePath}",
            "",
            $"  API        {url}",
            $"  Docs       {url}/docs",
        };
        if (key is not null)
            lines.Add($"  Your key   {key}   (shown this once; it belongs to the local account {DemoAccount.Email})");
        lines.AddRange(
        [
            "",
            "Make an image:",
            "",
            $"  curl {url}/v1/generate -H 'Authorization: Bearer {key ?? "$KEY"}' \\",
            "       -H 'Content-Type: application/json' -d '{\"prompt\": \"A cute banana wearing sunglasses\"}'",
            "",
            "Ctrl-C stops everything.",
        ]);
        await Console.Out.WriteLineAsync(string.Join(Environment.NewLine, lines));
    }
}
