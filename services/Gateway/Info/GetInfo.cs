using System.Text.Json.Serialization;
using NanoBanana.Contracts.Principals;
using NanoBanana.Gateway.Credentials;
using NanoBanana.Gateway.Health;
using NanoBanana.ServiceDefaults.Json;

namespace NanoBanana.Gateway.Info;

/// <summary>What the Banatie family offers.</summary>
/// <param name="Endpoints">Method and path of each call, and what it is for.</param>
internal sealed record InfoView(string Name, string Version, string Description, IReadOnlyDictionary<string, string> Endpoints, InfoLimits Limits)
{
    /// <summary>True of a caller whose credential is good; not there without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Authenticated { get; init; }

    /// <summary>The caller's key, when it was one.</summary>
    [JsonPropertyName("keyInfo"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InfoKey? KeyInfo { get; init; }
}

/// <summary>Of reference images.</summary>
internal sealed record InfoLimits(
    [property: JsonPropertyName("maxFileSize")] string MaxFileSize,
    [property: JsonPropertyName("maxFiles")] int MaxFiles,
    [property: JsonPropertyName("supportedFormats")] IReadOnlyList<string> SupportedFormats);

/// <param name="Type"><c>master</c>, <c>project</c> or <c>user</c>.</param>
/// <param name="ProjectId">Of a project's key.</param>
/// <param name="ExpiresAt">Null for never.</param>
internal sealed record InfoKey(
    string Type,
    [property: JsonPropertyName("projectId")] string? ProjectId,
    [property: JsonPropertyName("expiresAt"), JsonConverter(typeof(UtcMillisecondsConverter))] DateTimeOffset? ExpiresAt);

internal static class GetInfo
{
    private static readonly Dictionary<string, string> Endpoints = new(StringComparer.Ordinal)
    {
        ["GET /health"] = "Health check",
        ["GET /api/info"] = "API information",
        ["POST /api/generate"] = "Generate images from text prompt with optional reference images",
        ["POST /api/text-to-image"] = "Generate images from text prompt only (JSON)",
        ["POST /api/enhance"] = "Enhance and optimize prompts for better image generation",
    };

    private static readonly InfoLimits Limits = new("5MB", 3, ["PNG", "JPEG", "JPG", "WebP"]);

    /// <summary>The gateway answers itself: nobody else knows when a key ends.</summary>
    public static InfoView Handle(HttpContext context) => new(
        "Banatie - Nano Banana Image Generation API", GetHealth.Version, "REST API service for AI-powered image generation using Gemini Flash Image model", Endpoints, Limits)
    {
        Authenticated = context.Features.Get<ResolvedCredential>()?.Principal is null ? null : true,
        KeyInfo = context.Features.Get<ResolvedCredential>() is { Principal: { KeyId: not null } caller } credential
            ? new InfoKey(TypeOf(caller.Kind), caller.ProjectId, credential.ExpiresAt)
            : null,
    };

    private static string TypeOf(PrincipalKind kind) => kind switch
    {
        PrincipalKind.MasterKey => "master",
        PrincipalKind.ProjectKey => "project",
        _ => "user",
    };
}
