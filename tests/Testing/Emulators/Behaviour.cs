namespace NanoBanana.Testing.Emulators;

/// <summary>One way to answer.</summary>
/// <param name="Name">Of the emulator's list.</param>
/// <param name="Argument">After the colon; null when there is none.</param>
public sealed record Behaviour(string Name, string? Argument = null)
{
    /// <summary>As the real service does.</summary>
    public static Behaviour Ok { get; } = new("ok");

    /// <summary>Reads <c>name</c> or <c>name:argument</c>.</summary>
    public static Behaviour Parse(string text) => text.Split(':', 2) switch
    {
        [var name, var argument] => new Behaviour(name, argument),
        _ => new Behaviour(text),
    };

    public static implicit operator Behaviour(string text) => Parse(text);

    internal int Number(int otherwise) => int.TryParse(Argument, out var number) ? number : otherwise;
}

/// <summary>What an emulator was asked.</summary>
/// <param name="Method">Upper case.</param>
/// <param name="Target">Path and query as they were sent.</param>
/// <param name="Headers">By name, ignoring case.</param>
/// <param name="Body">As text; empty for bodies that are not JSON.</param>
public sealed record EmulatedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);
