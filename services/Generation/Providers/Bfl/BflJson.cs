using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Providers.Bfl;

/// <summary>The answer to an order. With a callback it names no address to ask at.</summary>
/// <param name="Cost">In credits, a fraction or null.</param>
internal sealed record BflOrder(string? Id, string? PollingUrl, JsonElement Cost);

/// <summary>How an order stands. What belongs to one status only is read with that status.</summary>
internal sealed record BflState(string? Status, JsonElement Result, JsonElement Progress);

/// <summary>What is left of the account.</summary>
internal sealed record BflCredits(JsonElement Credits);

/// <summary>An error: FastAPI's detail, a text or a list, or the flat form that the provider's guides show.</summary>
internal sealed record BflErrorBody(JsonElement Detail, JsonElement RetryAfter);

/// <summary>One thing that is wrong with a request.</summary>
internal sealed record BflComplaint(string? Type);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BflOrder))]
[JsonSerializable(typeof(BflState))]
[JsonSerializable(typeof(BflCredits))]
[JsonSerializable(typeof(BflErrorBody))]
[JsonSerializable(typeof(BflComplaint[]))]
internal sealed partial class BflJson : JsonSerializerContext;
