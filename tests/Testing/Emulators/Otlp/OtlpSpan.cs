namespace NanoBanana.Testing.Emulators;

/// <summary>A span as it was exported. The numbers of the fields are those of https://github.com/open-telemetry/opentelemetry-proto, <c>trace.proto</c>.</summary>
/// <param name="Service">The resource's <c>service.name</c>.</param>
/// <param name="ParentId">Empty at the root.</param>
/// <param name="Attributes">Those with a plain value, as text.</param>
public sealed record OtlpSpan(
    string Service, string TraceId, string Id, string ParentId, string Name, OtlpSpanKind Kind, bool IsError, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>The path that a client asked for, or a server was asked for.</summary>
    public string? Path => Attributes.TryGetValue("url.full", out var address) ? new Uri(address).AbsolutePath : Attributes.GetValueOrDefault("url.path");

    /// <summary>For the message of a test that fails.</summary>
    public override string ToString() => $"{Id} under {(ParentId.Length == 0 ? "nothing" : ParentId)}: {Service} {Kind} {Name} {Path}";

    internal static IEnumerable<OtlpSpan> ReadAll(byte[] request)
    {
        var spans = new List<OtlpSpan>();
        OtlpResource.ForEach(request, (service, bytes) => spans.Add(Read(service, bytes)));
        return spans;
    }

    private static OtlpSpan Read(string service, ReadOnlySpan<byte> message)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var span = new OtlpSpan(service, "", "", "", "", OtlpSpanKind.Unspecified, IsError: false, attributes);
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    span = span with { TraceId = reader.Hex };
                    break;
                case 2:
                    span = span with { Id = reader.Hex };
                    break;
                case 4:
                    span = span with { ParentId = reader.Hex };
                    break;
                case 5:
                    span = span with { Name = reader.Text };
                    break;
                case 6:
                    span = span with { Kind = (OtlpSpanKind)reader.Number };
                    break;
                case 9:
                    OtlpAttribute.Read(reader.Bytes, attributes);
                    break;
                case 15:
                    span = span with { IsError = IsErrorStatus(reader.Bytes) };
                    break;
            }
        }

        return span;
    }

    private static bool IsErrorStatus(ReadOnlySpan<byte> status)
    {
        var reader = new ProtoReader(status);
        while (reader.Read())
        {
            if (reader is { Field: 3, Number: 2 })
                return true;
        }

        return false;
    }
}

/// <summary>With the numbers of the protocol.</summary>
public enum OtlpSpanKind
{
    Unspecified = 0,
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}
