using System.Text.Json.Serialization;
using NanoBanana.Keys.Api.V1;

namespace NanoBanana.Keys;

/// <summary>Generated (de)serialisers of this service's own bodies.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CreateKeyRequest))]
[JsonSerializable(typeof(CreatedKey))]
[JsonSerializable(typeof(ListKeysResponse))]
internal sealed partial class KeysJsonContext : JsonSerializerContext;
