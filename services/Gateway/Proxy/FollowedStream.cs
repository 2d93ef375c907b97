namespace NanoBanana.Gateway.Proxy;

/// <summary>
/// What somebody follows without an end, which ends when this process stops: an event stream just ends, and a socket is told to go away
/// (1001) between two frames. Its client comes again from where it was, to another gateway.
/// </summary>
/// <param name="inner">Between the service and us.</param>
/// <param name="frames">Of a socket.</param>
/// <param name="stopping">When this process stops.</param>
internal sealed class FollowedStream(Stream inner, FrameBoundary? frames, TimeProvider time, CancellationToken stopping) : Stream
{
    // A close frame with the status 1001 and nothing else.
    private static readonly byte[] GoingAway = [0x88, 0x02, 0x03, 0xE9];
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasEnded;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Reads without room ask whether there is something to read, and there is: the end.
        if (buffer.IsEmpty && (_hasEnded || stopping.IsCancellationRequested))
            return 0;
        if (_hasEnded)
        {
            // The connection is closed once the client has said goodbye as well, or keeps silent.
            await _answered.Task.WaitAsync(Farewell, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }

        // In the middle of a frame it goes on to its end; a socket that was closed already ends by itself.
        if (frames is not (null or { IsReached: true, HasClosed: false }))
            return await PassAsync(buffer, cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        try
        {
            return await PassAsync(buffer, either.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return buffer.IsEmpty ? 0 : End(buffer.Span);
        }
    }

    /// <summary>After the end only the client's goodbye is of interest.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_hasEnded)
            return inner.WriteAsync(buffer, cancellationToken);
        _answered.TrySetResult();
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _hasEnded ? Task.CompletedTask : inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<int> PassAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        frames?.Pass(buffer.Span[..count]);
        return count;
    }

    private int End(Span<byte> buffer)
    {
        _hasEnded = true;
        if (frames is null)
        {
            _answered.TrySetResult();
            return 0;
        }

        GoingAway.CopyTo(buffer);
        return GoingAway.Length;
    }
}
