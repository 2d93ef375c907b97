using System.Globalization;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// What the requests for traces and for metrics have in common: things (2) of scopes (2) of resources (1), with the numbers of
/// https://github.com/open-telemetry/opentelemetry-proto.
/// </summary>
internal static class OtlpResource
{
    public delegate void Reader(string service, ReadOnlySpan<byte> message);

    public static void ForEach(ReadOnlySpan<byte> request, Reader read)
    {
        var resources = new ProtoReader(request);
        while (resources.Read())
        {
            if (resources.Field != 1)
                continue;
            var service = ServiceOf(resources.Bytes);
            var scopes = new ProtoReader(resources.Bytes);
            while (scopes.Read())
            {
                if (scopes.Field == 2)
                    ForEachOfScope(service, scopes.Bytes, read);
            }
        }
    }

    private static void ForEachOfScope(string service, ReadOnlySpan<byte> scope, Reader read)
    {
        var things = new ProtoReader(scope);
        while (things.Read())
        {
            if (things.Field == 2)
                read(service, things.Bytes);
        }
    }

    /// <summary>The resource may come after what it has.</summary>
    private static string ServiceOf(ReadOnlySpan<byte> resource)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var fields = new ProtoReader(resource);
        while (fields.Read())
        {
            if (fields.Field != 1)
                continue;
            var own = new ProtoReader(fields.Bytes);
            while (own.Read())
            {
                if (own.Field == 1)
                    OtlpAttribute.Read(own.Bytes, attributes);
            }
        }

        return attributes.GetValueOrDefault("service.name", "");
    }
}

/// <summary>A key (1) and its value (2).</summary>
internal static class OtlpAttribute
{
    public static void Read(ReadOnlySpan<byte> pair, Dictionary<string, string> attributes)
    {
        var (key, value) = ("", "");
        var reader = new ProtoReader(pair);
        while (reader.Read())
        {
            if (reader.Field == 1)
                key = reader.Text;
            else if (reader.Field == 2)
                value = ValueOf(reader.Bytes);
        }

        attributes[key] = value;
    }

    private static string ValueOf(ReadOnlySpan<byte> value)
    {
        var reader = new ProtoReader(value);
        return !reader.Read() ? "" : reader.Field switch
        {
            1 => reader.Text,
            2 => reader.Number == 0 ? "false" : "true",
            3 => ((long)reader.Number).ToString(CultureInfo.InvariantCulture),
            4 => BitConverter.UInt64BitsToDouble(reader.Number).ToString(CultureInfo.InvariantCulture),
            _ => "",
        };
    }
}
