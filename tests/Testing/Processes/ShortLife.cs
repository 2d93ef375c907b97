namespace NanoBanana.Testing.Processes;

/// <summary>
/// Compiling hot code a second time, and measuring it for that, pays in processes that live for minutes. Those of a test live for seconds
/// and would spend a third of their processor time on it.
/// </summary>
public static class ShortLife
{
    /// <summary>Puts that off for a process that is about to be started. <c>tests/Directory.Build.props</c> does the same for the tests themselves.</summary>
    public static void Expect(IDictionary<string, string?> environment)
    {
        environment["DOTNET_TieredPGO"] = "0";

        // Hexadecimal, as the runtime reads it: 8 seconds without new code.
        environment["DOTNET_TC_CallCountingDelayMs"] = "1F40";
    }
}
