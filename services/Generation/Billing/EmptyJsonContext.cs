using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Billing;

/// <summary>The empty body <c>{}</c> of a call that says everything in its path.</summary>
[JsonSerializable(typeof(object))]
internal sealed partial class EmptyJsonContext : JsonSerializerContext;
