using Microsoft.Extensions.Options;
using NanoBanana.Generation.Tests.Providers;

namespace NanoBanana.Generation.Tests.Storage;

/// <summary>Which store serves under which settings, and what stops a start.</summary>
public sealed class StorageOptionsTests
{
    [Theory]
    [InlineData("local")]
    [InlineData("none", "STORAGE_BACKEND=none")]
    [InlineData("none", "STORAGE_BACKEND=None")]
    [InlineData("s3", "R2_ACCESS_KEY_ID=a", "R2_SECRET_ACCESS_KEY=b", "R2_BUCKET_NAME=c", "R2_ACCOUNT_ID=d")]
    [InlineData("s3", "MINIO_ACCESS_KEY=a", "MINIO_SECRET_KEY=b", "MINIO_BUCKET=c", "MINIO_ENDPOINT=http://minio:9000")]
    [InlineData("local", "R2_ACCESS_KEY_ID=a", "R2_SECRET_ACCESS_KEY=b", "R2_BUCKET_NAME=c", "R2_ACCOUNT_ID=d", "R2_ENABLED=false")]
    [InlineData("local", "R2_ACCESS_KEY_ID=a", "STORAGE_BACKEND=local")]
    public async Task Settings_Store_FollowsThem(string backend, params string[] settings)
    {
        await using var setup = Setup(settings);

        setup.ValidateAtStart();

        setup.Store.Backend.ShouldBe(backend);
        setup.Store.Keeps.ShouldBe(backend != "none");
    }

    [Fact]
    public async Task AccountId_Endpoint_IsCloudflares()
    {
        await using var setup = Setup("R2_ACCESS_KEY_ID=a", "R2_SECRET_ACCESS_KEY=b", "R2_BUCKET_NAME=pictures", "R2_ACCOUNT_ID=abc123");

        var url = setup.Store.SignedUrl("a.png", TimeSpan.FromMinutes(1)).ShouldNotBeNull();

        url.GetLeftPart(UriPartial.Path).ShouldBe("https://abc123.r2.cloudflarestorage.com/pictures/a.png");
    }

    [Fact]
    public async Task HalfOfS3_Start_NamesEveryMissingVariable()
    {
        await using var setup = Setup("R2_BUCKET_NAME=pictures");

        var faults = Should.Throw<OptionsValidationException>(setup.ValidateAtStart).Failures.ToList();

        faults.Count.ShouldBe(3);
        string.Join(' ', faults).ShouldSatisfyAllConditions(
            text => text.ShouldContain("R2_ACCESS_KEY_ID"), text => text.ShouldContain("R2_SECRET_ACCESS_KEY"),
            text => text.ShouldContain("R2_ENDPOINT"), text => text.ShouldContain("R2_ACCOUNT_ID"));
    }

    [Theory]
    [InlineData("STORAGE_BACKEND", "STORAGE_BACKEND=ftp")]
    [InlineData("STORAGE_LOCAL_PATH", "Storage:LocalPath= ")]
    [InlineData("Storage:SpoolPath", "Storage:SpoolPath=a\0b")]
    [InlineData("R2_ENDPOINT", "R2_ACCESS_KEY_ID=a", "R2_SECRET_ACCESS_KEY=b", "R2_BUCKET_NAME=c", "R2_ENDPOINT=minio:9000")]
    [InlineData("R2_ENABLED", "STORAGE_BACKEND=s3", "R2_ENABLED=false", "R2_ACCESS_KEY_ID=a", "R2_SECRET_ACCESS_KEY=b", "R2_BUCKET_NAME=c", "R2_ACCOUNT_ID=d")]
    public async Task BadSetting_Start_NamesTheVariable(string variable, params string[] settings)
    {
        await using var setup = Setup(settings);

        Should.Throw<OptionsValidationException>(setup.ValidateAtStart).Failures.ShouldHaveSingleItem().ShouldContain(variable);
    }

    private static ProviderSetup Setup(params string[] settings) =>
        new([.. settings.Select(static setting => setting.Split('=', 2)).Select(static pair => (pair[0], (string?)pair[1]))]);
}
