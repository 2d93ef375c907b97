namespace NanoBanana.Generation.Providers;

/// <summary>A key that must not be printed: neither a record that holds it nor a log that takes it shows more than three stars.</summary>
internal sealed class Secret(string value)
{
    /// <summary>The key itself, for the header it belongs in and for nothing else.</summary>
    public string Reveal() => value;

    public override string ToString() => "***";
}
