namespace NanoBanana.Gateway.Admin;

/// <param name="CpuPercent">Of the machine, over a fifth of a second. 0 to 100, as the two that follow.</param>
/// <param name="DiskPercent">Of the disk that the gateway lies on.</param>
/// <param name="ActiveConnections">Open connections of clients at this gateway.</param>
/// <param name="RequestsPerMinute">That ended in the last minute at this gateway.</param>
/// <param name="AverageLatencyMs">Of those, but for sockets and streams; 0 when there was none.</param>
internal sealed record SystemMetricsView(
    double CpuPercent, double MemoryPercent, double DiskPercent, long ActiveConnections, int RequestsPerMinute, double AverageLatencyMs);

internal static class GetSystemMetrics
{
    public static async Task<SystemMetricsView> HandleAsync(MachineProbe machine, RequestMeter meter, CancellationToken cancellationToken)
    {
        var load = await machine.AskAsync(cancellationToken);
        var (requests, latency) = meter.LastMinute();
        return new SystemMetricsView(load.CpuPercent, load.MemoryPercent, load.DiskPercent, meter.ActiveConnections, requests, latency);
    }
}
