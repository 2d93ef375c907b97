using Microsoft.Extensions.Options;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Generation.Providers.Transport;

/// <summary>
/// Copies a result from where a provider put it. Only from public addresses, within limits, following few redirects, and with a
/// credential only as long as the host stays the one it was meant for. An image comes in memory, a video by way of a temporary file.
/// </summary>
internal sealed partial class ResultDownload(
    IHttpClientFactory clients, IOptions<StorageOptions> storage, TimeProvider time, ILogger<ResultDownload> logger)
{
    public const string ClientName = "results";
    private const int MostRedirects = 3;
    private const int Limit = 256 * 1024 * 1024;
    private static readonly TimeSpan ImagePatience = TimeSpan.FromMinutes(2);

    // 1 GiB at 15 Mbit/s: the order has been paid for, and nothing else waits on it.
    private static readonly TimeSpan VideoPatience = TimeSpan.FromMinutes(10);
    private readonly string _folder = storage.Value.EffectiveSpoolPath;

    /// <summary>
    /// <see cref="ProviderResult.Delivered"/> of an image, <see cref="ProviderResult.Filmed"/> of a video, <see cref="FailureClass.BadImage"/>
    /// when there is nothing to be had there, <see cref="ProviderResult.Unkept"/> when our own disk is full.
    /// </summary>
    /// <param name="kind">What was asked for.</param>
    public async Task<ProviderResult> FetchAsync(ProviderResult.Located located, MediaKind kind, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(kind == MediaKind.Video ? VideoPatience : ImagePatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await FollowAsync(located, kind, either.Token);
        }
        catch (ImageStoreException exception)
        {
            Log.NoRoom(logger, exception);
            return new ProviderResult.Unkept("NO_ROOM_TO_FETCH") { CostMicros = located.CostMicros };
        }
        catch (HttpRequestException exception) when (exception is OutboundForbiddenException || exception.InnerException is OutboundForbiddenException)
        {
            // A connection that is refused from within comes wrapped.
            return Nothing("ADDRESS_NOT_PUBLIC");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Nothing("RESULT_LOST");
        }
    }

    private async Task<ProviderResult> FollowAsync(ProviderResult.Located located, MediaKind kind, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        var address = located.Address;
        for (var hop = 0; hop <= MostRedirects; hop++)
        {
            if (address.Scheme is not ("https" or "http"))
                return Nothing("ADDRESS_SCHEME");
            using var message = new HttpRequestMessage(HttpMethod.Get, address);
            if (located.Credential is { } credential && SameHost(address, located.Address))
                message.Headers.TryAddWithoutValidation(credential.Header, credential.Value.Reveal());
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.Headers.Location is { } next && (int)response.StatusCode is >= 300 and < 400)
            {
                address = new Uri(address, next);
                continue;
            }

            if (!response.IsSuccessStatusCode)
                return Nothing($"RESULT {(int)response.StatusCode}");
            if (IsPage(response.Content.Headers.ContentType?.MediaType))
                return Nothing("RESULT_TYPE");
            var fetched = kind == MediaKind.Video
                ? await SpoolAsync(response.Content, cancellationToken)
                : await ReadAsync(response.Content, cancellationToken);
            return fetched with { CostMicros = located.CostMicros };
        }

        return Nothing("RESULT_REDIRECTS");
    }

    private static async Task<ProviderResult> ReadAsync(HttpContent content, CancellationToken cancellationToken) =>
        await PooledBody.ReadAsync(content, Limit, cancellationToken) is { } body
            ? new ProviderResult.Delivered(body, content.Headers.ContentType?.MediaType ?? "")
            : Nothing("RESULT_TOO_LARGE");

    private async Task<ProviderResult> SpoolAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > SpooledFile.Limit)
            return Nothing("RESULT_TOO_LARGE");
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        return await SpooledFile.CopyAsync(stream, _folder, cancellationToken) is { } file
            ? new ProviderResult.Filmed(file, content.Headers.ContentType?.MediaType ?? "")
            : Nothing("RESULT_TOO_LARGE");
    }

    /// <summary>Words instead of a result, with a status of success. Stores that do not know what they keep call it a stream of octets.</summary>
    private static bool IsPage(string? mediaType) =>
        mediaType?.StartsWith("text/", StringComparison.OrdinalIgnoreCase) == true || mediaType?.ToLowerInvariant() is "application/json" or "application/xml";

    private static bool SameHost(Uri address, Uri first) =>
        address.Scheme == first.Scheme && address.Port == first.Port && string.Equals(address.Host, first.Host, StringComparison.OrdinalIgnoreCase);

    private static ProviderResult.Failed Nothing(string detail) => new(FailureClass.BadImage, detail);

    private static partial class Log
    {
        [LoggerMessage(EventId = 3044, Level = LogLevel.Error, Message = "A video was made and could not be fetched: the temporary folder does not take it.")]
        public static partial void NoRoom(ILogger logger, Exception exception);
    }
}
