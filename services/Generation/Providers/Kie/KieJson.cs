using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Providers.Kie;

/// <summary>What every answer is wrapped in. The code is the status, whatever HTTP says.</summary>
internal sealed record KieEnvelope(int? Code, JsonElement Data);

/// <summary>A task that was created.</summary>
internal sealed record KieCreated(string? TaskId);

/// <summary>How a task stands.</summary>
/// <param name="ResultJson">A JSON document as a text; empty until there is one.</param>
/// <param name="FailCode">A code of the answers' list, as a text or a number.</param>
internal sealed record KieRecord(string? State, string? ResultJson, JsonElement FailCode);

/// <summary>What a finished task made.</summary>
internal sealed record KieResult(IReadOnlyList<string?>? ResultUrls);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KieEnvelope))]
[JsonSerializable(typeof(KieCreated))]
[JsonSerializable(typeof(KieRecord))]
[JsonSerializable(typeof(KieResult))]
internal sealed partial class KieJson : JsonSerializerContext;
