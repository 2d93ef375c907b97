using System.Text;
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

    /// <summary>The first call, once it has come.</summary>
    public async Task<(byte[] Body, IReadOnlyDictionary<string, string> Headers)> FirstAsync()
    {
        await Calls.WaitForRequestsAsync(1);
        var call = Calls.Requests[0];
        return (Encoding.UTF8.GetBytes(call.Body), call.Headers);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
