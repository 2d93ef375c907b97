using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd.Telemetry;

/// <summary>The spans of one trace. What is looked for and missing fails with all there are.</summary>
internal sealed class Trace(IReadOnlyList<OtlpSpan> spans)
{
    private readonly ILookup<string, OtlpSpan> _children = spans.ToLookup(static span => span.ParentId, StringComparer.Ordinal);

    /// <summary>Those whose parent was not exported.</summary>
    public IReadOnlyList<OtlpSpan> Orphans
    {
        get
        {
            var known = spans.Select(static span => span.Id).ToHashSet(StringComparer.Ordinal);
            return [.. spans.Where(span => span.ParentId.Length > 0 && !known.Contains(span.ParentId))];
        }
    }

    /// <summary>The one that nothing comes before.</summary>
    public OtlpSpan Root => _children[""].ToList() is [var only] ? only : throw Missing("one root");

    public OtlpSpan Server(string service, string path) => Servers(service, path) is [var only] ? only : throw Missing($"one {path} at {service}");

    public IReadOnlyList<OtlpSpan> Servers(string service, string path) =>
        [.. spans.Where(span => span.Kind == OtlpSpanKind.Server && span.Service == service && span.Path == path)];

    public IReadOnlyList<OtlpSpan> Named(string service, string name, OtlpSpanKind kind) =>
        spans.Where(span => span.Kind == kind && span.Service == service && span.Name == name).ToList() is { Count: > 0 } found ? found : throw Missing($"{name} at {service}");

    /// <summary>Its children, and theirs.</summary>
    public IEnumerable<OtlpSpan> Below(OtlpSpan span) => _children[span.Id].SelectMany(child => Below(child).Prepend(child));

    private InvalidOperationException Missing(string what) => new($"There is not {what} in:\n{string.Join('\n', spans)}");
}
