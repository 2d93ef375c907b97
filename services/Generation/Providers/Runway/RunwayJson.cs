using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Providers.Runway;

/// <summary>An order, as it was taken and as it stands: the same fields, most of them for one state only.</summary>
internal sealed record RunwayTask(
    string? Id, string? Status, double? Progress, IReadOnlyList<string?>? Output, string? FailureCode, RunwayCost? Cost);

/// <summary>What it took. A task that was refunded says 0.</summary>
internal sealed record RunwayCost(decimal? Credits);

/// <summary>The account that the key belongs to.</summary>
internal sealed record RunwayOrganization(JsonElement CreditBalance);

/// <summary>An error. The issues are there when a field of the request was wrong.</summary>
internal sealed record RunwayErrorBody(string? Error, IReadOnlyList<RunwayIssue?>? Issues);

/// <summary>A wrong field; the path has names and numbers.</summary>
internal sealed record RunwayIssue(IReadOnlyList<JsonElement>? Path);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunwayTask))]
[JsonSerializable(typeof(RunwayOrganization))]
[JsonSerializable(typeof(RunwayErrorBody))]
internal sealed partial class RunwayJson : JsonSerializerContext;
