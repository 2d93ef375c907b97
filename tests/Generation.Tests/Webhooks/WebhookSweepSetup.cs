using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NanoBanana.Generation.Webhooks;
using Npgsql;

namespace NanoBanana.Generation.Tests.Webhooks;

/// <summary>A sweep that runs when it is told to.</summary>
internal sealed class WebhookSweepSetup : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public WebhookSweepSetup(NpgsqlDataSource database)
    {
        Metrics = new WebhookMetrics(_services.GetRequiredService<IMeterFactory>());
        Sweep = new WebhookSweep(database, Metrics, TimeProvider.System, NullLogger<WebhookSweep>.Instance);
    }

    public WebhookMetrics Metrics { get; }

    public WebhookSweep Sweep { get; }

    public void Dispose()
    {
        Sweep.Dispose();
        _services.Dispose();
    }
}
