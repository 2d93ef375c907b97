using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace NanoBanana.ServiceDefaults.Configuration;

/// <summary>
/// Reads the environment variables of the systems that NanoBanana replaces, and maps each to the key our options bind. Our own keys,
/// when set, win over them. docs/configuration.md lists all.
/// </summary>
public static class LegacyVariables
{
    /// <summary>Target key, then the variables that may set it: where two mean the same, the first one set wins.</summary>
    private static readonly (string Key, string[] Variables)[] Plain =
    [
        ("InternalToken:Key", ["INTERNAL_TOKEN_KEY"]),
        ("InternalToken:PreviousKey", ["INTERNAL_TOKEN_PREVIOUS_KEY"]),
        ("Tokens:SecretKey", ["SECRET_KEY"]),
        ("Tokens:PreviousSecretKey", ["PREVIOUS_SECRET_KEY"]),
        ("Tokens:LifetimeMinutes", ["ACCESS_TOKEN_EXPIRE_MINUTES"]),
        ("Bootstrap:MasterKey", ["BOOTSTRAP_MASTER_KEY"]),
        ("Admins:Emails", ["ADMIN_EMAILS"]),
        ("Admins:GitHubLogins", ["ADMIN_GITHUB_LOGINS"]),
        ("GitHub:Enabled", ["AUTH_ENABLED"]),
        ("GitHub:ClientId", ["GITHUB_CLIENT_ID"]),
        ("GitHub:ClientSecret", ["GITHUB_CLIENT_SECRET"]),
        ("GitHub:RedirectUri", ["GITHUB_REDIRECT_URI"]),
        ("GitHub:RequireState", ["OAUTH_REQUIRE_STATE"]),
        ("GitHub:OAuthBaseUrl", ["GITHUB_OAUTH_BASE_URL"]),
        ("GitHub:ApiBaseUrl", ["GITHUB_API_BASE_URL"]),
        ("Providers:Google:ApiKey", ["PROVIDER_GOOGLE_API_KEY", "GOOGLE_API_KEY", "GEMINI_API_KEY"]),
        ("Providers:Google:Enabled", ["PROVIDER_GOOGLE_ENABLED"]),
        ("Providers:Google:Priority", ["PROVIDER_GOOGLE_PRIORITY"]),
        ("Providers:Google:BaseUrl", ["PROVIDER_GOOGLE_BASE_URL"]),
        ("Providers:Google:Model", ["PROVIDER_GOOGLE_MODEL"]),
        ("Providers:OpenAi:ApiKey", ["PROVIDER_OPENAI_API_KEY"]),
        ("Providers:OpenAi:Enabled", ["PROVIDER_OPENAI_ENABLED"]),
        ("Providers:OpenAi:Priority", ["PROVIDER_OPENAI_PRIORITY"]),
        ("Providers:OpenAi:BaseUrl", ["PROVIDER_OPENAI_BASE_URL"]),
        ("Providers:OpenAi:Model", ["PROVIDER_OPENAI_MODEL"]),
        ("Providers:OpenAi:Referer", ["PROVIDER_OPENAI_REFERER"]),
        ("Providers:Bfl:ApiKey", ["PROVIDER_BFL_API_KEY"]),
        ("Providers:Bfl:Enabled", ["PROVIDER_BFL_ENABLED"]),
        ("Providers:Bfl:Priority", ["PROVIDER_BFL_PRIORITY"]),
        ("Providers:Bfl:BaseUrl", ["PROVIDER_BFL_BASE_URL"]),
        ("Providers:Bfl:Model", ["PROVIDER_BFL_MODEL"]),
        ("Providers:Runway:ApiKey", ["PROVIDER_RUNWAY_API_KEY"]),
        ("Providers:Runway:Enabled", ["PROVIDER_RUNWAY_ENABLED"]),
        ("Providers:Runway:Priority", ["PROVIDER_RUNWAY_PRIORITY"]),
        ("Providers:Runway:BaseUrl", ["PROVIDER_RUNWAY_BASE_URL"]),
        ("Providers:Runway:Model", ["PROVIDER_RUNWAY_MODEL"]),
        ("Providers:Kling:ApiKey", ["PROVIDER_KLING_API_KEY"]),
        ("Providers:Kling:Enabled", ["PROVIDER_KLING_ENABLED"]),
        ("Providers:Kling:Priority", ["PROVIDER_KLING_PRIORITY"]),
        ("Providers:Kling:BaseUrl", ["PROVIDER_KLING_BASE_URL"]),
        ("Providers:Kling:Model", ["PROVIDER_KLING_MODEL"]),
        ("Providers:Kling:SecretKey", ["PROVIDER_KLING_SECRET_KEY"]),
        ("Providers:Kie:ApiKey", ["PROVIDER_KIE_API_KEY", "NANO_BANANA_API_KEY"]),
        ("Providers:Kie:Enabled", ["PROVIDER_KIE_ENABLED"]),
        ("Providers:Kie:Priority", ["PROVIDER_KIE_PRIORITY"]),
        ("Providers:Kie:BaseUrl", ["PROVIDER_KIE_BASE_URL", "NANO_BANANA_API_URL"]),
        ("Providers:Kie:Model", ["PROVIDER_KIE_MODEL"]),
        ("Gateway:AllowCallerProviderKeys", ["ALLOW_CALLER_PROVIDER_KEYS"]),
        ("Outbound:AllowedNetworks", ["OUTBOUND_ALLOWED_NETWORKS"]),
        ("Providers:Sandbox:Enabled", ["PROVIDER_SANDBOX_ENABLED"]),
        ("Routing:DefaultImageProvider", ["DEFAULT_IMAGE_PROVIDER"]),
        ("Routing:DefaultVideoProvider", ["DEFAULT_VIDEO_PROVIDER"]),
        ("Routing:Strategy", ["DEFAULT_ROUTING_STRATEGY"]),
        ("Routing:EnableFallback", ["ENABLE_FALLBACK"]),
        ("Routing:FallbackImageProviders", ["FALLBACK_IMAGE_PROVIDERS"]),
        ("Routing:FallbackVideoProviders", ["FALLBACK_VIDEO_PROVIDERS"]),
        ("Storage:Backend", ["STORAGE_BACKEND"]),
        ("Storage:LocalPath", ["STORAGE_LOCAL_PATH"]),
        ("Storage:S3:AccessKey", ["R2_ACCESS_KEY_ID", "R2_ACCESS_KEY", "MINIO_ACCESS_KEY"]),
        ("Storage:S3:SecretKey", ["R2_SECRET_ACCESS_KEY", "R2_SECRET_KEY", "MINIO_SECRET_KEY"]),
        ("Storage:S3:Bucket", ["R2_BUCKET_NAME", "R2_BUCKET", "MINIO_BUCKET"]),
        ("Storage:S3:Endpoint", ["R2_ENDPOINT", "MINIO_ENDPOINT"]),
        ("Storage:S3:AccountId", ["R2_ACCOUNT_ID"]),
        ("Storage:S3:Enabled", ["R2_ENABLED"]),
        ("Images:SigningKey", ["IMAGE_SIGNING_KEY"]),
        ("Images:PreviousSigningKey", ["IMAGE_PREVIOUS_SIGNING_KEY"]),
        ("Webhooks:EncryptionKey", ["WEBHOOK_ENCRYPTION_KEY"]),
        ("Webhooks:PreviousEncryptionKey", ["WEBHOOK_PREVIOUS_ENCRYPTION_KEY"]),
        ("PublicUrl", ["PUBLIC_URL", "STORAGE_PUBLIC_URL"]),
        ("Retries:DelaysMs", ["RETRY_DELAYS_MS"]),
        ("Moderation:Enabled", ["CONTENT_FILTER_ENABLED"]),
        ("Moderation:BannedKeywords", ["BANNED_KEYWORDS"]),
        ("Moderation:DefaultLevel", ["DEFAULT_SAFETY_LEVEL"]),
        ("Moderation:AiEnabled", ["AI_MODERATION_ENABLED"]),
        ("Moderation:LogEnabled", ["AUDIT_LOGGING_ENABLED"]),
        ("RateLimits:Enabled", ["RATE_LIMIT_ENABLED"]),
        ("RateLimits:Requests", ["RATE_LIMIT_REQUESTS"]),
        ("RateLimits:WindowSeconds", ["RATE_LIMIT_WINDOW"]),
        ("Anonymous:Allowed", ["ALLOW_ANONYMOUS"]),
        ("Anonymous:AddressKey", ["ANONYMOUS_ADDRESS_KEY"]),
        ("Quota:Trial:Enabled", ["TRIAL_ENABLED"]),
        ("Quota:Trial:Pool", ["TRIAL_GLOBAL_QUOTA"]),
        ("Quota:Trial:CooldownSeconds", ["TRIAL_COOLDOWN_SECONDS"]),
        ("Quota:Trial:Mode", ["TRIAL_QUOTA_MODE"]),
        ("Quota:Trial:Basic1K:Limit", ["TRIAL_BASIC_1K_LIMIT"]),
        ("Quota:Trial:Basic1K:Cost", ["TRIAL_BASIC_1K_COST"]),
        ("Quota:Trial:Basic4K:Limit", ["TRIAL_BASIC_4K_LIMIT"]),
        ("Quota:Trial:Basic4K:Cost", ["TRIAL_BASIC_4K_COST"]),
        ("Quota:Trial:Chat:Limit", ["TRIAL_CHAT_LIMIT"]),
        ("Quota:Trial:Chat:Cost", ["TRIAL_CHAT_COST"]),
        ("Quota:Trial:Batch1K:Limit", ["TRIAL_BATCH_1K_LIMIT"]),
        ("Quota:Trial:Batch1K:Cost", ["TRIAL_BATCH_1K_COST"]),
        ("Quota:Trial:Batch4K:Limit", ["TRIAL_BATCH_4K_LIMIT"]),
        ("Quota:Trial:Batch4K:Cost", ["TRIAL_BATCH_4K_COST"]),
        ("Quota:Trial:Search:Limit", ["TRIAL_SEARCH_LIMIT"]),
        ("Quota:Trial:Search:Cost", ["TRIAL_SEARCH_COST"]),
        ("Quota:Trial:Blend:Limit", ["TRIAL_BLEND_LIMIT"]),
        ("Quota:Trial:Blend:Cost", ["TRIAL_BLEND_COST"]),
        ("Logging:LogLevel:Default", ["LOG_LEVEL"]),
    ];

    private static readonly string[] Databases = ["identitydb", "keysdb", "generationdb", "billingdb"];

    /// <summary>Adds the mapped values below everything but the appsettings files.</summary>
    public static void AddLegacyVariables(this IConfigurationManager configuration)
    {
        var values = Map(configuration);
        var lastFile = configuration.Sources.ToList().FindLastIndex(static source => source is JsonConfigurationSource);
        configuration.Sources.Insert(lastFile + 1, new MemoryConfigurationSource { InitialData = values });
    }

    /// <summary>The values our keys get from the variables that are set.</summary>
    public static Dictionary<string, string?> Map(IConfiguration environment)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, variables) in Plain)
        {
            if (First(environment, variables) is { } value)
                values[key] = key.EndsWith(":LogLevel:Default", StringComparison.Ordinal) ? LogLevelName(value) : value;
        }

        if (First(environment, ["DATABASE_URL"]) is { } database)
        {
            var connection = DatabaseUrl.Parse(database, environment["DB_POOL_SIZE"], environment["DB_MAX_OVERFLOW"]);
            foreach (var name in Databases)
                values[$"ConnectionStrings:{name}"] = connection;
        }

        if (First(environment, ["REDIS_URL"]) is { } redis)
            values["ConnectionStrings:redis"] = RedisUrl.Parse(redis);
        AddOrigins(environment, values);
        return values;
    }

    private static void AddOrigins(IConfiguration environment, Dictionary<string, string?> values)
    {
        var origins = new[] { environment["CORS_ORIGIN"], environment["CORS_ORIGINS"] }.Where(static text => !string.IsNullOrWhiteSpace(text));
        var merged = string.Join(',', origins);
        if (merged.Length > 0)
            values["Cors:Origins"] = merged;
    }

    private static string? First(IConfiguration environment, string[] variables)
    {
        foreach (var variable in variables)
        {
            if (environment[variable] is { Length: > 0 } value)
                return value;
        }

        return null;
    }

    /// <summary>The systems replaced write Python's level names.</summary>
    private static string LogLevelName(string name) => name.ToUpperInvariant() switch
    {
        "DEBUG" => "Debug",
        "INFO" => "Information",
        "WARNING" or "WARN" => "Warning",
        "ERROR" => "Error",
        "CRITICAL" => "Critical",
        _ => name,
    };
}
