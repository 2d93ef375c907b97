namespace NanoBanana.Bench.Load;

/// <summary>One kind of request and where it goes.</summary>
/// <param name="Target">Scheme, host and port.</param>
/// <param name="Path">Of the request.</param>
/// <param name="Body">JSON.</param>
/// <param name="Headers">One set of headers a request, in turns.</param>
internal sealed record LoadPlan(Uri Target, string Path, string Body, IReadOnlyList<IReadOnlyDictionary<string, string>> Headers)
{
    /// <summary>Whether each request carries an <c>Idempotency-Key</c> of its own.</summary>
    public bool IsIdempotent { get; init; }
}

/// <summary>What the load generator saw.</summary>
/// <param name="Requests">Answers.</param>
/// <param name="Seconds">The length of the run.</param>
/// <param name="P50Ms">Median latency.</param>
/// <param name="P99Ms">99th percentile.</param>
internal sealed record LoadResult(long Requests, double Seconds, double P50Ms, double P99Ms)
{
    public double PerSecond => Requests / Seconds;
}
