using System.Net;
using System.Runtime.InteropServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Storage;

/// <summary>A bucket of an S3 service. Requests use only what R2 implements, which every other service does as well.</summary>
internal sealed class S3ImageStore : IImageStore, IDisposable
{
    public const string Name = "s3";

    // The signature's own limit.
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(7);
    private static readonly TimeSpan OverallTimeout = TimeSpan.FromSeconds(30);

    // 4 Mbit/s: a line that is slower keeps nobody's videos.
    private const double LeastBytesPerSecond = 512 * 1024;

    private readonly AmazonS3Client _client;

    /// <summary>Without a limit for one try, which an image's would end in the middle of a file: only the whole call has one.</summary>
    private readonly AmazonS3Client _fileClient;
    private readonly string _bucket;
    private readonly bool _secure;
    private readonly TimeProvider _time;

    public S3ImageStore(IOptions<StorageOptions> options, TimeProvider time)
    {
        _time = time;
        var s3 = options.Value.S3;
        _bucket = s3.Bucket.Trim();
        _secure = s3.EffectiveEndpoint.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        var credentials = new BasicAWSCredentials(s3.AccessKey.Trim(), s3.SecretKey.Trim());
        _client = new AmazonS3Client(credentials, S3ClientSettings.For(s3, S3ClientSettings.AttemptTimeout));
        _fileClient = new AmazonS3Client(credentials, S3ClientSettings.For(s3, Timeout.InfiniteTimeSpan));
    }

    public string Backend => Name;

    public bool Keeps => true;

    public async Task PutAsync(string key, ReadOnlyMemory<byte> bytes, string mediaType, CancellationToken cancellationToken)
    {
        using var content = Over(bytes);
        await PutAsync(_client, key, content, mediaType, OverallTimeout, cancellationToken);
    }

    public Task PutFileAsync(string key, Stream content, string mediaType, CancellationToken cancellationToken) =>
        PutAsync(_fileClient, key, content, mediaType, OverallTimeout + TimeSpan.FromSeconds(content.Length / LeastBytesPerSecond), cancellationToken);

    public Uri? SignedUrl(string key, TimeSpan lifetime)
    {
        ObjectKey.Require(key);
        lifetime = TimeSpan.FromSeconds(Math.Clamp(lifetime.TotalSeconds, 1, MaxLifetime.TotalSeconds));
        CorrectClock();
        return new Uri(_client.GetPreSignedURL(new GetPreSignedUrlRequest
        {
            BucketName = _bucket,
            Key = key,
            Verb = HttpVerb.GET,
            Protocol = _secure ? Protocol.HTTPS : Protocol.HTTP,
            Expires = _time.GetUtcNow().UtcDateTime + lifetime,
        }));
    }

    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        ObjectKey.Require(key);
        return await CallAsync("GetObject", async token =>
        {
            try
            {
                var response = await _client.GetObjectAsync(new GetObjectRequest { BucketName = _bucket, Key = key }, token);
                return response.ResponseStream;
            }
            catch (AmazonS3Exception exception) when (exception is { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" })
            {
                return null;
            }
        }, cancellationToken);
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        ObjectKey.Require(key);

        // The protocol answers alike whether it was there or not.
        return CallAsync("DeleteObject", async token =>
        {
            await _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _bucket, Key = key }, token);
            return true;
        }, cancellationToken);
    }

    public async Task<bool> IsWritableAsync(string key, int bytes, CancellationToken cancellationToken)
    {
        try
        {
            // Listing is what a key limited to reading and writing objects may always do.
            return await CallAsync("ListObjectsV2", async token =>
            {
                await _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket, MaxKeys = 1 }, token);
                return true;
            }, cancellationToken);
        }
        catch (ImageStoreException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _fileClient.Dispose();
    }

    private Task PutAsync(AmazonS3Client client, string key, Stream content, string mediaType, TimeSpan patience, CancellationToken cancellationToken)
    {
        ObjectKey.Require(key);
        return StorageActivity.PutAsync(Name, content.Length, () => CallAsync("PutObject", async token =>
        {
            await client.PutObjectAsync(new PutObjectRequest
            {
                BucketName = _bucket,
                Key = key,
                InputStream = content,
                AutoCloseStream = false,
                ContentType = mediaType,
                // R2 implements neither signed chunks nor trailing checksums. Unsigned payloads are for TLS only; over plain http
                // the payload is hashed into the signature instead.
                DisablePayloadSigning = _secure,
                UseChunkEncoding = false,
                DisableDefaultChecksumValidation = true,
            }, token);
            return true;
        }, cancellationToken, patience));
    }

    private async Task<T> CallAsync<T>(
        string operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        CorrectClock();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(patience ?? OverallTimeout);
        try
        {
            return await call(timeout.Token);
        }
        catch (AmazonServiceException exception)
        {
            var code = exception.ErrorCode ?? "no code";
            throw new ImageStoreException($"S3 refused {operation}: {code}, status {(int)exception.StatusCode}.", exception);
        }
        catch (Exception exception) when (exception is AmazonClientException or HttpRequestException or IOException)
        {
            throw new ImageStoreException($"S3 does not answer {operation}.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ImageStoreException($"S3 did not answer {operation} in time.", exception);
        }
    }

    /// <summary>
    /// The SDK signs by the machine's clock and learns of its error only from an answer, which an address that is merely signed never
    /// gets. Its one correction by hand, the same for all clients of the process, goes before that.
    /// </summary>
    private void CorrectClock() => AWSConfigs.ManualClockCorrection = _time.GetUtcNow() - TimeProvider.System.GetUtcNow();

    private static MemoryStream Over(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var segment)
        ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);
}
