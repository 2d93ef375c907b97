namespace NanoBanana.Testing;

/// <summary>Settings that every service needs in a test.</summary>
public static class TestSettings
{
    public const string InternalTokenKey = "test-internal-token-key-of-32-or-more-characters";
    public const string SecretKey = "test-secret-key-of-32-or-more-characters-long";

    public static Dictionary<string, string?> Common() => new(StringComparer.OrdinalIgnoreCase)
    {
        ["InternalToken:Key"] = InternalTokenKey,
        ["Tokens:SecretKey"] = SecretKey,
        ["Logging:LogLevel:Default"] = "Warning",

        // What tests are not about must not slow or stop them; those that are set it anew.
        ["Anonymous:Allowed"] = "false",
        ["Quota:CooldownSeconds"] = "0",
        ["Quota:DailyLimit"] = "100000",
        ["RateLimits:Requests"] = "100000",
    };
}
