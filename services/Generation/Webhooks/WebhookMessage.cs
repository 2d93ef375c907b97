using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Events;

namespace NanoBanana.Generation.Webhooks;

/// <summary>The body of a delivery: the event, byte for byte the same in each try.</summary>
internal sealed class WebhookMessage(IOptions<JsonOptions> json)
{
    /// <summary>What receivers are told that they need to take.</summary>
    public const int MaxBytes = 20_000;

    private readonly JsonTypeInfo<EventView> _type = (JsonTypeInfo<EventView>)json.Value.SerializerOptions.GetTypeInfo(typeof(EventView));

    public byte[] Write(EventView view) => JsonSerializer.SerializeToUtf8Bytes(view, _type);
}
