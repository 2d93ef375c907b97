using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Generation.Webhooks;

/// <summary>
/// Posts one delivery to an address that others gave us. Redirects are not followed, the status alone is looked at, and neither it nor a log
/// shows the address.
/// </summary>
internal sealed class WebhookSender(IHttpClientFactory clients, IOptions<WebhookOptions> options, TimeProvider time)
{
    public const string ClientName = "webhooks";
    private readonly TimeSpan _patience = TimeSpan.FromSeconds(options.Value.TimeoutSeconds);

    /// <exception cref="OperationCanceledException">The caller wants no more of it.</exception>
    public async Task<TryOutcome> PostAsync(Uri address, byte[] body, string id, long timestamp, string signature, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        Activity? activity = null;
        using var deadline = new CancellationTokenSource(_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
            message.Content.Headers.ContentType = new("application/json");
            message.Headers.Add("webhook-id", id);
            message.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
            message.Headers.TryAddWithoutValidation("webhook-signature", signature);
            activity = WebhookActivity.StartPost();

            // Of the body no more is read than the handler drains to keep the connection.
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return activity.Tell(new TryOutcome(
                (int)response.StatusCode, ErrorOf(response.StatusCode), time.GetElapsedTime(started), RetryHint.FromHeaders(response.Headers, time.GetUtcNow())));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return activity.Tell(new TryOutcome(null, ErrorOf(exception), time.GetElapsedTime(started)));
        }
        finally
        {
            activity?.Dispose();
        }
    }

    private static string? ErrorOf(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => WebhookFailure.Redirect,
        410 => WebhookFailure.Gone,
        _ => WebhookFailure.Status,
    };

    private static string ErrorOf(Exception exception) => exception switch
    {
        OperationCanceledException => WebhookFailure.Timeout,
        OutboundForbiddenException or { InnerException: OutboundForbiddenException } => WebhookFailure.Address,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => WebhookFailure.Name,
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } } => WebhookFailure.Name,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => WebhookFailure.Tls,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => WebhookFailure.Connect,
        _ => WebhookFailure.Answer,
    };
}
