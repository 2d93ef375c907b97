using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Storage;

/// <summary>Reports everything that is wrong with the storage settings at once, each fault with the key to change.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var faults = new List<string>();
        switch (options.EffectiveBackend)
        {
            case S3ImageStore.Name:
                CheckS3(options.S3, faults);
                break;
            case LocalImageStore.Name:
                if (string.IsNullOrWhiteSpace(options.LocalPath) || options.LocalPath.Contains('\0'))
                    faults.Add("Storage:LocalPath (STORAGE_LOCAL_PATH) must name a folder.");
                break;
            case NoImageStore.Name:
                break;
            default:
                faults.Add("Storage:Backend (STORAGE_BACKEND) must be s3, local or none.");
                break;
        }

        if (options.SpoolPath?.Contains('\0') == true)
            faults.Add("Storage:SpoolPath must name a folder.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void CheckS3(S3Options s3, List<string> faults)
    {
        if (s3.Enabled == false)
            faults.Add("Storage:S3:Enabled (R2_ENABLED) is false although Storage:Backend (STORAGE_BACKEND) is s3: change one of them.");
        Require(s3.AccessKey, "Storage:S3:AccessKey (R2_ACCESS_KEY_ID)", faults);
        Require(s3.SecretKey, "Storage:S3:SecretKey (R2_SECRET_ACCESS_KEY)", faults);
        Require(s3.Bucket, "Storage:S3:Bucket (R2_BUCKET_NAME)", faults);
        if (s3.EffectiveEndpoint.Length == 0)
            faults.Add("Storage:S3:Endpoint (R2_ENDPOINT) or Storage:S3:AccountId (R2_ACCOUNT_ID) is required for the s3 backend.");
        else if (!IsAddress(s3.EffectiveEndpoint))
            faults.Add(string.IsNullOrWhiteSpace(s3.Endpoint)
                ? "Storage:S3:AccountId (R2_ACCOUNT_ID) must be a Cloudflare account id."
                : "Storage:S3:Endpoint (R2_ENDPOINT) must be an absolute http or https address without a user name.");
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && uri.UserInfo.Length == 0;

    private static void Require(string value, string key, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(value))
            faults.Add($"{key} is required for the s3 backend.");
    }
}
