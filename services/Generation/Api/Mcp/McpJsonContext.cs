using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Api.Mcp;

/// <summary>Generated serialisers of what tools answer.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class McpJsonContext : JsonSerializerContext;
