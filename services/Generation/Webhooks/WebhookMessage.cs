using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Events;

namespace NanoBanana.Generation.Webhooks;

/// <summary>The body of a delivery: the event, byte for byte the same in each try; to a callback what its call would have answered.</summary>
internal sealed class WebhookMessage(IOptions<JsonOptions> json, ICallbackBody callbacks)
{
    /// <summary>What receivers are told that they need to take.</summary>
    public const int MaxBytes = 20_000;

    private readonly JsonTypeInfo<EventView> _type = (JsonTypeInfo<EventView>)json.Value.SerializerOptions.GetTypeInfo(typeof(EventView));

    /// <summary>Null when what it is to tell of is no longer kept.</summary>
    public async Task<byte[]?> WriteAsync(EventView view, ClaimedDelivery claimed, CancellationToken cancellationToken) =>
        claimed.Endpoint?.CallbackJob is { } job
            ? await callbacks.WriteAsync(claimed.AccountId, job, cancellationToken)
            : JsonSerializer.SerializeToUtf8Bytes(view, _type);
}
