using System.Text.Json.Serialization;
using NanoBanana.Gateway.Docs;
using NanoBanana.Gateway.Health;

namespace NanoBanana.Gateway;

/// <summary>Generated serialisers of the gateway's own answers.</summary>
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(DatabaseHealthView))]
[JsonSerializable(typeof(LabHealthView))]
[JsonSerializable(typeof(DetailedHealthView))]
[JsonSerializable(typeof(RootView))]
internal sealed partial class GatewayJsonContext : JsonSerializerContext;
