namespace NanoBanana.Testing.Processes;

/// <summary>What to start.</summary>
/// <param name="Service">Lower case: <c>generation</c>.</param>
/// <param name="Settings">Its environment on top of ours; <c>Section:Key</c> and flat variable names work.</param>
public sealed record ServiceProgram(string Service, IReadOnlyDictionary<string, string?> Settings)
{
    // Our own build's: tests built for Release start services built for Release.
    private static readonly string Build = AppContext.BaseDirectory.Contains("/Debug/", StringComparison.Ordinal) ? "Debug" : "Release";

    /// <summary>What to start it through, for example a limit of what it may do: command and arguments, which must end in executing the rest.</summary>
    public IReadOnlyList<string> Wrapper { get; init; } = [];

    /// <summary>Whether it is compiled as in production, because it is measured or lives for long: <see cref="ShortLife"/>.</summary>
    public bool IsMeasured { get; init; }

    /// <summary>The executable that the service's own project builds.</summary>
    public string Path
    {
        get
        {
            var name = char.ToUpperInvariant(Service[0]) + Service[1..];
            var path = Repository.PathOf("services", name, "bin", Build, "net10.0", $"NanoBanana.{name}.dll");
            return File.Exists(path) ? path : throw new FileNotFoundException($"{name} is not built for {Build}.", path);
        }
    }
}
