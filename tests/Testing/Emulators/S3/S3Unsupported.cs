using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>What R2 answers with 501.</summary>
internal static class S3Unsupported
{
    private static readonly string[] HeaderPrefixes =
    [
        "x-amz-acl", "x-amz-grant-", "x-amz-tagging", "x-amz-object-lock-", "x-amz-website-redirect-location", "x-amz-checksum-", "x-amz-sdk-checksum-algorithm",
        "x-amz-trailer", "x-amz-expected-bucket-owner", "x-amz-server-side-encryption-aws-kms-key-id", "x-amz-request-payer",
    ];

    private static readonly string[] SubResources =
    [
        "acl", "tagging", "versioning", "versions", "policy", "website", "object-lock", "retention", "legal-hold", "logging", "notification", "replication",
    ];

    /// <summary>The refusal, or null when the request uses nothing of it.</summary>
    public static S3Problem? Find(HttpRequest request)
    {
        var payload = request.Headers["x-amz-content-sha256"].ToString();
        if (payload.StartsWith("STREAMING-", StringComparison.Ordinal))
            return S3Problem.NotImplemented(payload);
        if (request.Headers["x-amz-server-side-encryption"].ToString().StartsWith("aws:kms", StringComparison.Ordinal))
            return S3Problem.NotImplemented("Header 'x-amz-server-side-encryption' with value 'aws:kms'");
        foreach (var (name, value) in request.Headers)
        {
            if (HeaderPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
                return S3Problem.NotImplemented($"Header '{name.ToLowerInvariant()}' with value '{value}'");
        }

        return SubResources.FirstOrDefault(request.Query.ContainsKey) is { } resource ? S3Problem.NotImplemented($"Sub-resource '{resource}'") : null;
    }
}
