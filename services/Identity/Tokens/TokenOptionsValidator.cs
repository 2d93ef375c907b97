using Microsoft.Extensions.Options;

namespace NanoBanana.Identity.Tokens;

/// <summary>Keeps a key that anybody can read in a sample configuration out of production: who has it can sign in as everybody.</summary>
internal sealed class TokenOptionsValidator(IHostEnvironment environment) : IValidateOptions<TokenOptions>
{
    private const int MinDistinctCharacters = 8;

    private static readonly string[] KnownDefaults =
    [
        "change-me", "changeme", "change_me", "change-this", "your-secret", "your_secret",
        "dev-secret", "super-secret", "supersecret", "insecure", "placeholder",
    ];

    public ValidateOptionsResult Validate(string? name, TokenOptions options)
    {
        if (!environment.IsProduction() || options.SecretKey.Length < TokenOptions.MinSecretKeyLength)
            return ValidateOptionsResult.Success;
        var isKnown = Array.Exists(KnownDefaults, known => options.SecretKey.Contains(known, StringComparison.OrdinalIgnoreCase));
        return isKnown || options.SecretKey.Distinct().Count() < MinDistinctCharacters
            ? ValidateOptionsResult.Fail(
                "Tokens:SecretKey (SECRET_KEY) is a well-known or guessable text: set a random one of 32 or more characters.")
            : ValidateOptionsResult.Success;
    }
}
