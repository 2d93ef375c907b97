using NanoBanana.Generation.Tests.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Storage;

internal static class S3Settings
{
    public static ProviderSetup Setup(S3Emulator s3, params (string Key, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["R2_ENDPOINT"] = s3.Address.ToString(),
            ["R2_ACCESS_KEY_ID"] = s3.Options.AccessKey,
            ["R2_SECRET_ACCESS_KEY"] = s3.Options.SecretKey,
            ["R2_BUCKET_NAME"] = s3.Options.Bucket,
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        return new ProviderSetup([.. all.Select(static setting => (setting.Key, setting.Value))]);
    }
}
