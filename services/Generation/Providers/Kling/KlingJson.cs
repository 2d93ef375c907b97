using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Providers.Kling;

/// <summary>What every answer has. The code decides, whatever the HTTP status is.</summary>
internal sealed record KlingHead(int? Code);

/// <summary>An answer about one order: to placing it in either design, and to asking after it in the old one.</summary>
internal sealed record KlingOne(KlingTask? Data);

/// <summary>An answer about orders in the new design.</summary>
internal sealed record KlingMany(IReadOnlyList<KlingTask?>? Data);

/// <summary>An order. The first five fields are the old design's, the others the new one's.</summary>
internal sealed record KlingTask(
    string? TaskId, string? TaskStatus, KlingTaskInfo? TaskInfo, KlingTaskResult? TaskResult, JsonElement FinalUnitDeduction,
    string? Id, string? Status, string? ExternalId, IReadOnlyList<KlingFile?>? Outputs, IReadOnlyList<KlingBill?>? Billing);

/// <summary>What we said when we placed it.</summary>
internal sealed record KlingTaskInfo(string? ExternalTaskId);

/// <summary>Of one of them there is something.</summary>
internal sealed record KlingTaskResult(IReadOnlyList<KlingFile?>? Images, IReadOnlyList<KlingFile?>? Videos);

/// <summary>Where a result lies.</summary>
internal sealed record KlingFile(string? Url);

/// <summary>What an order took, in units of a pack or in money.</summary>
internal sealed record KlingBill(string? ChargeType, JsonElement Amount, string? Currency);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(KlingHead))]
[JsonSerializable(typeof(KlingOne))]
[JsonSerializable(typeof(KlingMany))]
internal sealed partial class KlingJson : JsonSerializerContext;
