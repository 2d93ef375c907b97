using NanoBanana.LocalServers;

namespace NanoBanana.Bench.Servers;

/// <summary>This program once more, as one of its small servers.</summary>
internal sealed class HelperServer(ServerProcess process, Uri address) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(25);

    public Uri Address => address;

    public int Id => process.Id;

    /// <param name="role"><c>upstream</c> or <c>yarp</c>.</param>
    public static async Task<HelperServer> StartAsync(string role, CancellationToken cancellationToken, params string[] arguments)
    {
        var address = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var program = Path.Combine(AppContext.BaseDirectory, "NanoBanana.Bench.dll");
        var process = await ServerProcess.StartAsync(
            ["dotnet", program, role, "--urls", address.AbsoluteUri, .. arguments], ServerProcess.Terminate, logFile: null);
        var server = new HelperServer(process, address);
        try
        {
            await server.WaitAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            if (process.HasExited)
                throw new BenchException($"A helper did not start: {process.Tail}");
            try
            {
                using var response = await client.PostAsync(address, content: null, patience.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(Pace, patience.Token);
            }
        }
    }
}
