using Amazon.Runtime;
using Amazon.S3;

namespace NanoBanana.Generation.Storage;

/// <summary>How the S3 client is set up so that R2 accepts it.</summary>
internal static class S3ClientSettings
{
    /// <summary>Of one try with an image.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);
    private const int Retries = 2;

    public static AmazonS3Config For(S3Options options, TimeSpan attemptTimeout) => new()
    {
        ServiceURL = options.EffectiveEndpoint,
        AuthenticationRegion = "auto",
        ForcePathStyle = true,
        // The newer default sends checksums in trailers, which R2 answers with 501.
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        Timeout = attemptTimeout,
        RetryMode = RequestRetryMode.Standard,
        MaxErrorRetry = Retries,
    };
}
