using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Generation.Inputs;

/// <summary>Fetches an image from where a caller says it lies: from public addresses only, following few redirects, within time and size, and with nothing of ours.</summary>
internal sealed class InputFetch(IHttpClientFactory clients, IOptions<InputOptions> options, IOptions<StorageOptions> storage, TimeProvider time)
{
    public const string ClientName = "inputs";
    private const int MostRedirects = 3;
    private readonly string _folder = storage.Value.EffectiveSpoolPath;

    /// <summary>The file, or what kept us from it in words for the caller: never what the other side said.</summary>
    public async Task<(SpooledFile? File, string? Fault)> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.FetchSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await FollowAsync(address, either.Token);
        }
        catch (HttpRequestException exception) when (exception is OutboundForbiddenException || exception.InnerException is OutboundForbiddenException)
        {
            return (null, "The image's address is not on a public host");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return (null, "The image's address does not answer");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, "The image's address did not answer in time");
        }
    }

    private async Task<(SpooledFile? File, string? Fault)> FollowAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        for (var hop = 0; hop <= MostRedirects; hop++)
        {
            if (address.Scheme is not ("https" or "http"))
                return (null, "The image's address leads to another protocol");
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.Headers.Location is { } next && (int)response.StatusCode is >= 300 and < 400)
            {
                address = new Uri(address, next);
                continue;
            }

            if (!response.IsSuccessStatusCode)
                return (null, "There is no image at the address");
            if (response.Content.Headers.ContentLength > options.Value.MaxBytes)
                return (null, InputFields.TooLarge(options.Value.MaxBytes));
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await SpooledFile.CopyAsync(stream, _folder, cancellationToken, options.Value.MaxBytes) is { } file
                ? (file, null)
                : (null, InputFields.TooLarge(options.Value.MaxBytes));
        }

        return (null, "The image's address leads on too often");
    }
}
