namespace NanoBanana.Generation.Storage;

/// <summary>Access to a bucket of an S3 service.</summary>
internal sealed class S3Options
{
    /// <summary>The id of the access key.</summary>
    public string AccessKey { get; set; } = "";

    /// <summary>The secret of the access key.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>The bucket, which must exist and should be private.</summary>
    public string Bucket { get; set; } = "";

    /// <summary>The service's address. Default: Cloudflare's for <see cref="AccountId"/>.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>A Cloudflare account id.</summary>
    public string AccountId { get; set; } = "";

    /// <summary>False keeps the settings without using them. Default unset, which means yes.</summary>
    public bool? Enabled { get; set; }

    /// <summary>Whether anything says that S3 is wanted.</summary>
    public bool IsGiven =>
        !string.IsNullOrWhiteSpace(AccessKey) || !string.IsNullOrWhiteSpace(SecretKey) || !string.IsNullOrWhiteSpace(Bucket)
        || !string.IsNullOrWhiteSpace(Endpoint) || !string.IsNullOrWhiteSpace(AccountId);

    /// <summary>The address to use; empty when neither is given.</summary>
    public string EffectiveEndpoint =>
        !string.IsNullOrWhiteSpace(Endpoint) ? Endpoint.Trim()
        : !string.IsNullOrWhiteSpace(AccountId) ? $"https://{AccountId.Trim()}.r2.cloudflarestorage.com"
        : "";
}
