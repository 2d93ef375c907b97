using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Storage;

/// <summary>That the emulator refuses what R2 refuses: without it, a green store test would prove nothing about R2.</summary>
public sealed class S3EmulatorTests : IAsyncLifetime
{
    private S3Emulator _s3 = null!;

    public async ValueTask InitializeAsync() => _s3 = await S3Emulator.StartAsync();

    [Fact]
    public async Task ClientWithDefaultSettings_Put_IsNotImplemented()
    {
        using var client = Client(new AmazonS3Config());

        await RefusedAsync(client, new PutObjectRequest(), HttpStatusCode.NotImplemented, "NotImplemented");
    }

    [Fact]
    public async Task ChecksumsOnlyWhenRequired_PutIsStillChunked_IsNotImplemented()
    {
        using var client = Client(new AmazonS3Config { RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED });

        await RefusedAsync(client, new PutObjectRequest(), HttpStatusCode.NotImplemented, "NotImplemented");
    }

    [Fact]
    public async Task AclTaggingAndKms_Put_AreNotImplemented()
    {
        using var client = Client(new AmazonS3Config { RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED });

        await RefusedAsync(client, new PutObjectRequest { CannedACL = S3CannedACL.PublicRead, UseChunkEncoding = false }, HttpStatusCode.NotImplemented, "NotImplemented");
        await RefusedAsync(client, new PutObjectRequest { TagSet = [new Tag { Key = "a", Value = "b" }], UseChunkEncoding = false }, HttpStatusCode.NotImplemented, "NotImplemented");
        await RefusedAsync(client, new PutObjectRequest { ServerSideEncryptionMethod = ServerSideEncryptionMethod.AWSKMS, UseChunkEncoding = false }, HttpStatusCode.NotImplemented, "NotImplemented");
        await RefusedAsync(client, new PutObjectRequest { ObjectLockLegalHoldStatus = ObjectLockLegalHoldStatus.On, UseChunkEncoding = false }, HttpStatusCode.NotImplemented, "NotImplemented");
    }

    [Fact]
    public async Task UnsignedRequest_Get_IsDenied()
    {
        using var client = new HttpClient { BaseAddress = _s3.Address };

        using var response = await client.GetAsync("/images/a.png");

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await response.Content.ReadAsStringAsync()).ShouldContain("<Code>AccessDenied</Code>");
    }

    [Fact]
    public async Task KeyWithEveryKindOfLetter_PutListGetDelete_Works()
    {
        using var client = Client(new AmazonS3Config { RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED });
        const string key = "a b/ü+&=~!'()*.png";
        await client.PutObjectAsync(Put(new PutObjectRequest { UseChunkEncoding = false }, key));
        await client.PutObjectAsync(Put(new PutObjectRequest { UseChunkEncoding = false }, "z.png"));

        var list = await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "images", MaxKeys = 1 });
        var head = await client.GetObjectMetadataAsync("images", key);
        await client.DeleteObjectAsync("images", key);

        list.S3Objects.ShouldHaveSingleItem().Key.ShouldBe(key);
        list.IsTruncated.ShouldBe(true);
        head.ContentLength.ShouldBe(3);
        _s3.Objects.Keys.ShouldBe(["z.png"]);
    }

    [Fact]
    public async Task SwitchboardByHand_NextAndRequests_Work()
    {
        using var client = new HttpClient { BaseAddress = _s3.Address };

        (await client.PostAsync("/_emulator/next", new StringContent("""{"behaviour":"slow_down","times":2}"""))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetAsync("/images/a.png")).Dispose();

        (await client.GetStringAsync("/_emulator/requests")).ShouldContain("/images/a.png");
    }

    public ValueTask DisposeAsync() => _s3.DisposeAsync();

    private static PutObjectRequest Put(PutObjectRequest request, string key)
    {
        (request.BucketName, request.Key, request.InputStream) = ("images", key, new MemoryStream([1, 2, 3]));
        return request;
    }

    private static async Task RefusedAsync(AmazonS3Client client, PutObjectRequest request, HttpStatusCode status, string code)
    {
        var refusal = await Should.ThrowAsync<AmazonS3Exception>(() => client.PutObjectAsync(Put(request, "a.png")));
        (refusal.StatusCode, refusal.ErrorCode).ShouldBe((status, code));
    }

    private AmazonS3Client Client(AmazonS3Config config)
    {
        (config.ServiceURL, config.AuthenticationRegion, config.ForcePathStyle, config.MaxErrorRetry) = (_s3.Address.ToString(), "auto", true, 0);
        return new AmazonS3Client(new BasicAWSCredentials(_s3.Options.AccessKey, _s3.Options.SecretKey), config);
    }
}
