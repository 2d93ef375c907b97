namespace NanoBanana.Generation.Access;

/// <summary>Callers without a credential. Section <c>Anonymous</c>.</summary>
internal sealed class AnonymousOptions
{
    public const string Section = "Anonymous";

    /// <summary>
    /// Whether they may have images and videos made at the Lab's routes, which the operator pays for. Unset: everywhere but in Production.
    /// <c>Quota:Trial:Enabled</c> lets them in as well.
    /// </summary>
    public bool? Allowed { get; set; }
}
