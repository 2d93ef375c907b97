using System.Text.Json.Serialization;
using NanoBanana.Keys.Api.Banatie;
using NanoBanana.Keys.Api.Lab;
using NanoBanana.Keys.Api.V1;

namespace NanoBanana.Keys;

/// <summary>Generated (de)serialisers of this service's own bodies.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CreateKeyRequest))]
[JsonSerializable(typeof(CreatedKey))]
[JsonSerializable(typeof(ListKeysResponse))]
[JsonSerializable(typeof(CreateLabKeyRequest))]
[JsonSerializable(typeof(CreatedLabKey))]
[JsonSerializable(typeof(LabKeyList))]
[JsonSerializable(typeof(DeletedLabKey))]
[JsonSerializable(typeof(InitialKey))]
[JsonSerializable(typeof(CreateOperatorKeyRequest))]
[JsonSerializable(typeof(CreatedOperatorKey))]
[JsonSerializable(typeof(OperatorKeyList))]
[JsonSerializable(typeof(RevokedOperatorKey))]
internal sealed partial class KeysJsonContext : JsonSerializerContext;
