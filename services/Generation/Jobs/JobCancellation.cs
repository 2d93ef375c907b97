namespace NanoBanana.Generation.Jobs;

/// <summary>
/// Tells a running job that its caller wants no more of it. What a provider is making by then was used: it is waited for, kept and charged.
/// Nothing more is sent.
/// </summary>
internal sealed class JobCancellation
{
    private readonly CancellationTokenSource _source = new();

    public bool IsAsked => _source.IsCancellationRequested;

    /// <summary>For waits before something is sent.</summary>
    public CancellationToken Token => _source.Token;

    public void Ask() => _source.Cancel();
}
