using System.ComponentModel.DataAnnotations;

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

    /// <summary>
    /// What their addresses are known again by: 32 characters or more. Empty: <c>Images:SigningKey</c>, which can be rotated once this is set.
    /// Variable <c>ANONYMOUS_ADDRESS_KEY</c>.
    /// </summary>
    [RegularExpression("(?s).{32,}", ErrorMessage = "Anonymous:AddressKey (ANONYMOUS_ADDRESS_KEY) is too short: it needs 32 or more characters.")]
    public string AddressKey { get; set; } = "";
}
