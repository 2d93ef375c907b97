using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>An operation of Google's: running as long as <paramref name="Done"/> is missing.</summary>
internal sealed record VeoOperation(string? Name, bool? Done, VeoStatus? Error, VeoResponse? Response);

/// <summary>How it failed: the number is gRPC's.</summary>
internal sealed record VeoStatus(int? Code);

internal sealed record VeoResponse(VeoVideos? GenerateVideoResponse);

/// <param name="GeneratedSamples">Missing when all were withheld.</param>
/// <param name="RaiMediaFilteredCount">How many were withheld by the safety rules.</param>
internal sealed record VeoVideos(IReadOnlyList<VeoSample?>? GeneratedSamples, int? RaiMediaFilteredCount);

internal sealed record VeoSample(VeoVideo? Video);

internal sealed record VeoVideo(string? Uri);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VeoOperation))]
internal sealed partial class VeoJson : JsonSerializerContext;
