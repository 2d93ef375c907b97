using System.Text.Json.Serialization;
using NanoBanana.Gateway.Admin;
using NanoBanana.Gateway.Docs;
using NanoBanana.Gateway.Health;
using NanoBanana.Gateway.Info;

namespace NanoBanana.Gateway;

/// <summary>Generated serialisers of the gateway's own answers.</summary>
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(DatabaseHealthView))]
[JsonSerializable(typeof(LabHealthView))]
[JsonSerializable(typeof(DetailedHealthView))]
[JsonSerializable(typeof(SystemStatusView))]
[JsonSerializable(typeof(SystemMetricsView))]
[JsonSerializable(typeof(RedisFiguresView))]
[JsonSerializable(typeof(DatabaseListView))]
[JsonSerializable(typeof(StorageFiguresView))]
[JsonSerializable(typeof(AuditLogView))]
[JsonSerializable(typeof(RootView))]
[JsonSerializable(typeof(InfoView))]
internal sealed partial class GatewayJsonContext : JsonSerializerContext;
