using System.Text.Json;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Gateway.Health;

/// <summary>Asks one service how it is, at all its addresses at once, for a second at most.</summary>
internal sealed class ServiceProbe(IHttpClientFactory clients, IConfiguration configuration, TimeProvider time)
{
    public const string HttpClient = "health";
    public const int MaxAnswerBytes = 64 * 1024;
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Of a service that runs several times, what the best of them says: the others are not needed.</summary>
    public async Task<ServiceReport> AskAsync(string service)
    {
        var reports = await Task.WhenAll(InternalClients.AddressesOf(configuration, service).Select(address => AskAsync(service, address)));
        return reports.FirstOrDefault(static report => report.IsWell) ?? reports.FirstOrDefault(static report => report.Serves)
            ?? reports.FirstOrDefault(static report => report.Answers) ?? reports[0];
    }

    private async Task<ServiceReport> AskAsync(string service, string address)
    {
        var started = time.GetTimestamp();
        try
        {
            using var client = clients.CreateClient(HttpClient);
            using var response = await client.GetAsync(new Uri(new Uri(address), "/health"));
            using var report = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
            return new ServiceReport(service, Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 1), ServiceReport.ReadChecks(report.RootElement));
        }
        catch (Exception)
        {
            // Refused, too late, or the answer of something else on that port: there is no service.
            return new ServiceReport(service, LatencyMs: null, []);
        }
    }
}
