using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>Where a provider is told to call back: it takes everything and remembers it.</summary>
public sealed class CallbackReceiver : IAsyncDisposable
{
    private EmulatorHost _host = null!;

    private CallbackReceiver()
    {
    }

    /// <summary>What came, oldest first.</summary>
    public EmulatorSwitchboard Calls { get; } = new();

    public Uri Address => _host.Address;

    public static async Task<CallbackReceiver> StartAsync()
    {
        var receiver = new CallbackReceiver();
        receiver._host = await EmulatorHost.StartAsync(receiver.Calls, "http://127.0.0.1:0", static (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            return Task.CompletedTask;
        });
        return receiver;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
