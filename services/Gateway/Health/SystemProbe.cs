using NanoBanana.Gateway.Proxy;

namespace NanoBanana.Gateway.Health;

/// <summary>What everything said of itself at one moment.</summary>
/// <param name="Services">One of each service.</param>
internal sealed record SystemReport(IReadOnlyList<ServiceReport> Services, RedisReport Redis)
{
    public ServiceReport Of(string service) => Services.First(report => report.Service == service);
}

/// <summary>
/// Asks everything that the gateway depends on, all at once. The port is public: however often and by however many it is asked, everything
/// behind it is asked once, and once more when the answer is a second old.
/// </summary>
internal sealed class SystemProbe(ServiceProbe services, RedisProbe redis, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private Task<Answer>? _last;

    private sealed record Answer(SystemReport Report, long At);

    public async Task<SystemReport> AskAsync(CancellationToken cancellationToken)
    {
        Task<Answer> asked;
        lock (_gate)
        {
            if (_last is null || (_last.IsCompleted && !IsFresh(_last)))
                _last = AskAllAsync();
            asked = _last;
        }

        // Nobody's cancellation: others wait for the same.
        return (await asked.WaitAsync(cancellationToken)).Report;
    }

    private bool IsFresh(Task<Answer> task) => task.IsCompletedSuccessfully && time.GetElapsedTime(task.Result.At) < Freshness;

    private async Task<Answer> AskAllAsync()
    {
        var asking = redis.AskAsync();
        var reports = await Task.WhenAll(ServiceAddresses.Services.Select(services.AskAsync));
        return new Answer(new SystemReport(reports, await asking), time.GetTimestamp());
    }
}
