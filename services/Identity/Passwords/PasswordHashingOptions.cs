using System.ComponentModel.DataAnnotations;

namespace NanoBanana.Identity.Passwords;

/// <summary>What a password costs to check. Section <c>Passwords</c>.</summary>
public sealed class PasswordHashingOptions
{
    public const string Section = "Passwords";

    /// <summary>
    /// Rounds of PBKDF2 with HMAC-SHA512. Default 210000, which OWASP recommends and which is also the least allowed. Raising it upgrades
    /// every stored hash at its owner's next sign-in.
    /// </summary>
    [Range(210_000, 10_000_000, ErrorMessage = "Passwords:Iterations must be 210000 to 10000000.")]
    public int Iterations { get; set; } = 210_000;

    /// <summary>How many sign-ins may wait for a processor before further ones are turned away with a 503. Default 50.</summary>
    [Range(0, 10_000, ErrorMessage = "Passwords:QueueLimit must be 0 to 10000.")]
    public int QueueLimit { get; set; } = 50;
}
