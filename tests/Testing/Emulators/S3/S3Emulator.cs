using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// An S3 service as R2 is one: it verifies Signature V4 in headers and in presigned addresses, refuses what R2 does not implement, and
/// keeps objects byte for byte in memory. Path style only. Scripted answers: <c>hang reset slow:MS cut internal slow_down read_only</c>
/// (the last for writes only).
/// </summary>
public sealed class S3Emulator : IAsyncDisposable
{
    private readonly SignatureV4 _signatures;
    private EmulatorHost _host = null!;

    private S3Emulator(S3EmulatorOptions options)
    {
        Options = options;
        _signatures = new SignatureV4(options);
    }

    public S3EmulatorOptions Options { get; }

    public EmulatorSwitchboard Switchboard { get; } = new();

    /// <summary>For <c>R2_ENDPOINT</c>.</summary>
    public Uri Address => _host.Address;

    /// <summary>What it keeps, by key.</summary>
    public ConcurrentDictionary<string, S3Object> Objects { get; } = new(StringComparer.Ordinal);

    public static async Task<S3Emulator> StartAsync(S3EmulatorOptions? options = null, string url = "http://127.0.0.1:0")
    {
        var emulator = new S3Emulator(options ?? new S3EmulatorOptions());
        emulator._host = await EmulatorHost.StartAsync(emulator.Switchboard, url, emulator.AnswerAsync);
        return emulator;
    }

    /// <summary>Completes when the process is told to stop.</summary>
    public Task WaitAsync() => _host.WaitAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.Headers["x-amz-request-id"] = Guid.NewGuid().ToString("n");
        var problem = S3Unsupported.Find(context.Request) ?? _signatures.Verify(context, body.Span);
        if (problem is not null)
        {
            Switchboard.Reject();
            await problem.WriteAsync(context);
            return;
        }

        var behaviour = await Switchboard.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        problem = S3Problem.Scripted(behaviour, context.Request.Method) ?? await S3Operations.AnswerAsync(this, context, body, behaviour);
        if (problem is not null)
            await problem.WriteAsync(context);
    }
}
