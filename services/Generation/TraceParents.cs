using System.Diagnostics;

namespace NanoBanana.Generation;

/// <summary>
/// What a job was ordered by, as the <c>traceparent</c> of https://www.w3.org/TR/trace-context/ that is stored with it: whatever is done for the job later, in whichever
/// process, belongs to that call's trace.
/// </summary>
internal static class TraceParents
{
    /// <summary>The default, by which a span is a child of the current one, when nothing was stored.</summary>
    public static ActivityContext Read(string? stored) =>
        ActivityContext.TryParse(stored, traceState: null, isRemote: true, out var parent) ? parent : default;
}
