namespace NanoBanana.AppHost;

/// <summary>A setting that may be left out.</summary>
/// <param name="Parameter">What it is called here: <c>Parameters:{name}</c>.</param>
/// <param name="Variable">What the service reads: docs/configuration.md.</param>
/// <param name="Secret">Whether it is kept out of what is published.</param>
internal sealed record OptionalSetting(string Parameter, string Variable, bool Secret = false);

/// <summary>The settings that have parameters of their own. Any other is given as <c>Settings:{service}:{variable}</c>.</summary>
internal static class OptionalSettings
{
    /// <summary>Of every service.</summary>
    public static readonly OptionalSetting[] All =
    [
        new("previous-internal-token-key", "INTERNAL_TOKEN_PREVIOUS_KEY", Secret: true),
        new("log-level", "LOG_LEVEL"),
        new("otlp-endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT"),
    ];

    public static readonly OptionalSetting[] Identity =
    [
        new("admin-emails", "ADMIN_EMAILS"),
        new("admin-github-logins", "ADMIN_GITHUB_LOGINS"),
        new("auth-enabled", "AUTH_ENABLED"),
        new("cors-origins", "CORS_ORIGINS"),
        new("github-client-id", "GITHUB_CLIENT_ID"),
        new("github-client-secret", "GITHUB_CLIENT_SECRET", Secret: true),
        new("github-redirect-uri", "GITHUB_REDIRECT_URI"),
    ];

    public static readonly OptionalSetting[] Keys =
    [
        new("bootstrap-master-key", "BOOTSTRAP_MASTER_KEY", Secret: true),
    ];

    public static readonly OptionalSetting[] Gateway =
    [
        new("previous-secret-key", "PREVIOUS_SECRET_KEY", Secret: true),
        new("cors-origins", "CORS_ORIGINS"),
        new("trusted-proxies", "Gateway__TrustedProxies"),
    ];

    /// <summary>Without a provider's key the sandbox draws the images.</summary>
    public static readonly OptionalSetting[] Generation =
    [
        new("previous-image-signing-key", "IMAGE_PREVIOUS_SIGNING_KEY", Secret: true),
        new("previous-webhook-encryption-key", "WEBHOOK_PREVIOUS_ENCRYPTION_KEY", Secret: true),
        new("anonymous-address-key", "ANONYMOUS_ADDRESS_KEY", Secret: true),
        new("public-url", "PUBLIC_URL"),
        new("allow-anonymous", "ALLOW_ANONYMOUS"),
        new("google-api-key", "GOOGLE_API_KEY", Secret: true),
        new("google-base-url", "PROVIDER_GOOGLE_BASE_URL"),
        new("google-model", "PROVIDER_GOOGLE_MODEL"),
        new("google-text-model", "Providers__Google__TextModel"),
        new("google-video-model", "Providers__Google__VideoModel"),
        new("openai-api-key", "PROVIDER_OPENAI_API_KEY", Secret: true),
        new("openai-base-url", "PROVIDER_OPENAI_BASE_URL"),
        new("openai-model", "PROVIDER_OPENAI_MODEL"),
        new("ai-moderation-enabled", "AI_MODERATION_ENABLED"),
        new("bfl-api-key", "PROVIDER_BFL_API_KEY", Secret: true),
        new("bfl-webhook-secret", "Providers__Bfl__WebhookSecret", Secret: true),
        new("kie-api-key", "PROVIDER_KIE_API_KEY", Secret: true),
        new("kie-webhook-hmac-key", "Providers__Kie__WebhookHmacKey", Secret: true),
        new("kling-api-key", "PROVIDER_KLING_API_KEY", Secret: true),
        new("kling-secret-key", "PROVIDER_KLING_SECRET_KEY", Secret: true),
        new("kling-webhook-secret", "Providers__Kling__WebhookSecret", Secret: true),
        new("runway-api-key", "PROVIDER_RUNWAY_API_KEY", Secret: true),
    ];

    /// <summary>Where images are kept. Targets whose processes share no disk need all four.</summary>
    public static readonly OptionalSetting[] S3 =
    [
        new("s3-endpoint", "R2_ENDPOINT"),
        new("s3-bucket", "R2_BUCKET_NAME"),
        new("s3-access-key", "R2_ACCESS_KEY_ID", Secret: true),
        new("s3-secret-key", "R2_SECRET_ACCESS_KEY", Secret: true),
    ];
}
