using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NanoBanana.ServiceDefaults.Hosting;

/// <summary>
/// A service's own process: it stops on SIGTERM, Ctrl-C and SIGQUIT, after its notice. The framework's own lifetime closes the listener at
/// once, while balancers still send requests there.
/// </summary>
internal sealed partial class DrainingLifetime(
    Draining draining, IHostApplicationLifetime application, TimeProvider time, ILogger<DrainingLifetime> logger) : IHostLifetime, IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT];
    private readonly List<PosixSignalRegistration> _registrations = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in Signals)
            _registrations.Add(PosixSignalRegistration.Create(signal, Hear));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void Hear(PosixSignalContext context)
    {
        context.Cancel = true;
        if (draining.Begin())
            _ = StopAfterNoticeAsync();
    }

    private async Task StopAfterNoticeAsync()
    {
        // What has not started yet was never said to be ready.
        var notice = application.ApplicationStarted.IsCancellationRequested ? draining.Notice : TimeSpan.Zero;
        Log.Stops(logger, notice.TotalSeconds);
        await Task.Delay(notice, time);
        application.StopApplication();
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 130, Level = LogLevel.Information, Message = "Asked to stop: not ready from now on, no new connection in {Seconds} s.")]
        public static partial void Stops(ILogger logger, double seconds);
    }
}
