using System.Runtime.InteropServices;

namespace NanoBanana.Testing.Emulators;

/// <summary>An instrument as it was exported. The numbers of the fields are those of https://github.com/open-telemetry/opentelemetry-proto, <c>metrics.proto</c>.</summary>
/// <param name="Service">The resource's <c>service.name</c>.</param>
/// <param name="Kind"><c>gauge</c>, <c>counter</c>, <c>up-down counter</c> or <c>histogram</c>.</param>
/// <param name="Attributes">The names on any of its points.</param>
/// <param name="Bounds">Where the buckets of a histogram end, in its unit.</param>
public sealed record OtlpMetric(string Service, string Name, string Description, string Unit, string Kind, IReadOnlySet<string> Attributes, IReadOnlyList<double> Bounds)
{
    private const int OfNumbers = 7;
    private const int OfHistograms = 9;
    private const int BoundsOfHistograms = 7;

    internal static IEnumerable<OtlpMetric> ReadAll(byte[] request)
    {
        var metrics = new List<OtlpMetric>();
        OtlpResource.ForEach(request, (service, bytes) => metrics.Add(Read(service, bytes)));
        return metrics;
    }

    private static OtlpMetric Read(string service, ReadOnlySpan<byte> message)
    {
        var (names, bounds) = (new HashSet<string>(StringComparer.Ordinal), new List<double>());
        var metric = new OtlpMetric(service, "", "", "", "", names, bounds);
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    metric = metric with { Name = reader.Text };
                    break;
                case 2:
                    metric = metric with { Description = reader.Text };
                    break;
                case 3:
                    metric = metric with { Unit = reader.Text };
                    break;
                case 5:
                    ReadPoints(reader.Bytes, OfNumbers, names, bounds);
                    metric = metric with { Kind = "gauge" };
                    break;
                case 7:
                    metric = metric with { Kind = ReadPoints(reader.Bytes, OfNumbers, names, bounds) ? "counter" : "up-down counter" };
                    break;
                case 9:
                    ReadPoints(reader.Bytes, OfHistograms, names, bounds);
                    metric = metric with { Kind = "histogram" };
                    break;
            }
        }

        return metric;
    }

    /// <summary>True when the field says that the sum only grows.</summary>
    private static bool ReadPoints(ReadOnlySpan<byte> data, int attribute, HashSet<string> names, List<double> bounds)
    {
        var isMonotonic = false;
        var reader = new ProtoReader(data);
        while (reader.Read())
        {
            if (reader.Field == 1)
                ReadPoint(reader.Bytes, attribute, names, bounds);
            else if (reader.Field == 3)
                isMonotonic = reader.Number == 1;
        }

        return isMonotonic;
    }

    private static void ReadPoint(ReadOnlySpan<byte> point, int attribute, HashSet<string> names, List<double> bounds)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new ProtoReader(point);
        while (reader.Read())
        {
            if (reader.Field == attribute)
                OtlpAttribute.Read(reader.Bytes, attributes);
            else if (attribute == OfHistograms && reader.Field == BoundsOfHistograms && bounds.Count == 0)
                bounds.AddRange(MemoryMarshal.Cast<byte, double>(reader.Bytes));
        }

        names.UnionWith(attributes.Keys);
    }
}
