using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// A customer's server that webhooks are delivered to. Behaviours beyond <see cref="BrokenAnswers"/>: <c>after:SECONDS</c> and
/// <c>busy:SECONDS</c> (429 and 503 with <c>Retry-After</c>), <c>endless</c> (200 whose body never ends).
/// </summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _secrets = new();
    private readonly ConcurrentQueue<ReceivedWebhook> _received = new();
    private EmulatorHost _host = null!;

    private WebhookReceiver()
    {
    }

    public EmulatorSwitchboard Switchboard { get; } = new();

    public Uri Address => new(_host.Address, "/hooks?token=hidden");

    /// <summary>What came, oldest first, whatever it was answered.</summary>
    public IReadOnlyList<ReceivedWebhook> Received => [.. _received];

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        receiver._host = await EmulatorHost.StartAsync(receiver.Switchboard, "http://127.0.0.1:0", receiver.TakeAsync);
        return receiver;
    }

    /// <summary>Deliveries are verified with it from now on, besides those trusted before.</summary>
    /// <param name="secret"><c>whsec_</c> and base64.</param>
    public void Trust(string secret) => _secrets.Enqueue(secret);

    /// <summary>Those of these secrets that a delivery is signed with, as Standard Webhooks verifies.</summary>
    public static IReadOnlyList<string> Signers(IEnumerable<string> secrets, string id, string timestamp, ReadOnlySpan<byte> body, string signatures)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var given = signatures.Split(' ').Where(static one => one.StartsWith("v1,", StringComparison.Ordinal)).Select(static one => Convert.FromBase64String(one[3..])).ToList();
        return
        [
            .. secrets.Where(secret =>
            {
                var made = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed);
                return given.Exists(one => CryptographicOperations.FixedTimeEquals(one, made));
            }),
        ];
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task TakeAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var headers = context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var id = headers.GetValueOrDefault("webhook-id", "");
        var timestamp = headers.GetValueOrDefault("webhook-timestamp", "");
        var signers = Signers(_secrets, id, timestamp, body.Span, headers.GetValueOrDefault("webhook-signature", ""));
        _received.Enqueue(new ReceivedWebhook(
            id, long.Parse(timestamp, CultureInfo.InvariantCulture), context.Request.Path, Encoding.UTF8.GetString(body.Span), headers, signers));
        var behaviour = await Switchboard.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        switch (behaviour.Name)
        {
            case "after":
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = behaviour.Argument;
                break;
            case "busy":
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                context.Response.Headers.RetryAfter = behaviour.Argument;
                break;
            case "endless":
                await context.Response.Body.WriteAsync(new byte[1024], context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
        }
    }
}

/// <summary>One delivery as it arrived.</summary>
/// <param name="Id">Of the event.</param>
/// <param name="Timestamp">Of the try.</param>
/// <param name="Signers">Those of the trusted secrets that it is signed with.</param>
public sealed record ReceivedWebhook(
    string Id, long Timestamp, string Path, string Body, IReadOnlyDictionary<string, string> Headers, IReadOnlyList<string> Signers)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Type => (string)Json["type"]!;
}
