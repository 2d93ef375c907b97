namespace NanoBanana.Identity.Erasures;

/// <summary>Who keeps something of an account.</summary>
internal static class ErasureTargets
{
    /// <summary>This one: notifications may be many, and are removed piece by piece after the account itself.</summary>
    public const string Identity = "identity";

    public const string Keys = "keys";
    public const string Generation = "generation";
    public const string Billing = "billing";

    public static readonly string[] All = [Identity, Keys, Generation, Billing];
}
