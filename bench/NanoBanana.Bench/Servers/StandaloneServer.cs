using System.Globalization;
using NanoBanana.LocalServers;
using NanoBanana.Testing;

namespace NanoBanana.Bench.Servers;

/// <summary>The program that run.sh starts, on a state folder of its own.</summary>
internal sealed class StandaloneServer(ServerProcess process) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    public int Id => process.Id;

    public static async Task<StandaloneServer> StartAsync(string home, CancellationToken cancellationToken)
    {
        var program = Repository.PathOf("NanoBanana.Standalone", "bin", "Release", "net10.0", "NanoBanana.Standalone.dll");
        var port = Ports.Free();
        var process = await ServerProcess.StartAsync(
            ["dotnet", program, "--NANOBANANA_HOME", home, "--PORT", port.ToString(CultureInfo.InvariantCulture)], ServerProcess.Terminate, logFile: null);
        var server = new StandaloneServer(process);
        try
        {
            await server.WaitAsync(new Uri($"http://127.0.0.1:{port}/ready"), cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private async Task WaitAsync(Uri ready, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            if (process.HasExited)
                throw new BenchException($"Standalone did not start: {process.Tail}");
            try
            {
                using var response = await client.GetAsync(ready, patience.Token);
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(Pace, patience.Token);
        }
    }
}
