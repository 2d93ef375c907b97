using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// Verifies AWS Signature Version 4 the way S3 does: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html.
/// Only what a signature covers is believed, so a changed byte of path, query, signed header or hashed body is refused.
/// </summary>
internal sealed class SignatureV4(S3EmulatorOptions options)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Unsigned = "UNSIGNED-PAYLOAD";
    private const int LongestExpiry = 604_800;
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(15);

    /// <summary>Null when the request is signed by the key we know.</summary>
    public S3Problem? Verify(HttpContext context, ReadOnlySpan<byte> body)
    {
        var presigned = context.Request.Query.ContainsKey("X-Amz-Signature");
        if (!presigned && context.Request.Headers.Authorization.Count == 0)
            return S3Problem.AccessDenied("Access Denied");
        var claim = presigned ? SignatureClaim.FromQuery(context.Request.Query) : SignatureClaim.FromHeaders(context.Request.Headers);
        if (claim is null || claim.Algorithm != Algorithm || claim.Service != "s3")
            return new S3Problem(400, "AuthorizationHeaderMalformed", "The authorization header is malformed.");
        if (!string.Equals(claim.AccessKey, options.AccessKey, StringComparison.Ordinal))
            return new S3Problem(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
        return CheckTime(claim, presigned) ?? CheckHeaders(context.Request, claim, presigned)
            ?? CheckPayload(context.Request, body, presigned) ?? CheckSignature(context, claim, presigned);
    }

    private S3Problem? CheckTime(SignatureClaim claim, bool presigned)
    {
        if (!DateTimeOffset.TryParseExact(claim.Time, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed)
            || !claim.Time.StartsWith(claim.Date, StringComparison.Ordinal))
        {
            return S3Problem.AccessDenied("AWS authentication requires a valid Date or x-amz-date header");
        }

        var now = options.Time.GetUtcNow();
        if (!presigned)
            return (now - signed).Duration() > AllowedSkew ? new S3Problem(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.") : null;
        if (claim.Expires is < 1 or > LongestExpiry)
            return new S3Problem(400, "AuthorizationQueryParametersError", "X-Amz-Expires must be between 1 and 604800 seconds");
        if (signed - now > AllowedSkew)
            return S3Problem.AccessDenied("Request is not valid yet");
        return now > signed.AddSeconds(claim.Expires) ? S3Problem.AccessDenied("Request has expired") : null;
    }

    private static S3Problem? CheckHeaders(HttpRequest request, SignatureClaim claim, bool presigned)
    {
        var required = request.Headers.Keys.Select(static name => name.ToLowerInvariant())
            .Where(static name => name.StartsWith("x-amz-", StringComparison.Ordinal)).Append("host");
        if (!presigned && request.Headers["x-amz-content-sha256"].Count == 0)
            return new S3Problem(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
        return required.FirstOrDefault(name => !claim.SignedHeaders.Contains(name, StringComparer.Ordinal)) is { } missing
            ? S3Problem.AccessDenied($"There were headers present in the request which were not signed: {missing}")
            : null;
    }

    private static S3Problem? CheckPayload(HttpRequest request, ReadOnlySpan<byte> body, bool presigned)
    {
        var declared = PayloadHash(request, presigned);
        return declared == Unsigned || declared == Convert.ToHexStringLower(SHA256.HashData(body))
            ? null
            : new S3Problem(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }

    private S3Problem? CheckSignature(HttpContext context, SignatureClaim claim, bool presigned)
    {
        var canonical = CanonicalRequest.Of(context, claim.SignedHeaders, PayloadHash(context.Request, presigned));
        var scope = $"{claim.Date}/{claim.Region}/{claim.Service}/aws4_request";
        var toSign = $"{Algorithm}\n{claim.Time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + options.SecretKey);
        foreach (var step in new[] { claim.Date, claim.Region, claim.Service, "aws4_request", toSign })
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key)), Encoding.ASCII.GetBytes(claim.Signature))
            ? null
            : new S3Problem(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your secret access key and signing method.");
    }

    private static string PayloadHash(HttpRequest request, bool presigned) =>
        request.Headers["x-amz-content-sha256"].ToString() is { Length: > 0 } header ? header : presigned ? Unsigned : "";
}
