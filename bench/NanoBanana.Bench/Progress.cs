namespace NanoBanana.Bench;

/// <summary>What happens, on standard error, so that standard output is the report alone.</summary>
internal static class Progress
{
    public static Task ShowAsync(string text) => Console.Error.WriteLineAsync("  " + text);
}
