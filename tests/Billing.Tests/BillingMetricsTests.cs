using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NanoBanana.Billing.Holds;

namespace NanoBanana.Billing.Tests;

public sealed class BillingMetricsTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    [Fact]
    public async Task OperationsAndRepeats_AreCountedOnce()
    {
        var sums = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        using var listener = Listen(sums);
        var (settled, released, account) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());

        for (var i = 0; i < 2; i++)
            await billing.PlaceAsync(settled, account, units: 4);
        await billing.PlaceAsync(released, account);
        for (var i = 0; i < 2; i++)
            await billing.SettleAsync(settled, units: 3);
        for (var i = 0; i < 2; i++)
            await billing.ReleaseAsync(released);
        await billing.ReleaseAsync(settled);
        await billing.PlaceAsync(Guid.NewGuid(), account, units: 1_000);

        sums["nanobanana.billing.credits.held"].ShouldBe(100);
        sums["nanobanana.billing.credits.settled"].ShouldBe(60);
        sums["nanobanana.billing.credits.released"].ShouldBe(40);
        sums["nanobanana.billing.holds.contradictions"].ShouldBe(1);
        sums["nanobanana.billing.holds.refused"].ShouldBe(1);

        await billing.PlaceAsync(Guid.NewGuid(), account);
        await billing.ExecuteAsync("UPDATE billing.holds SET created_at = now() - interval '90 seconds' WHERE state = 'open'");
        await billing.Service.Services.GetServices<IHostedService>().OfType<OpenHoldsMonitor>().Single().MeasureAsync(CancellationToken.None);
        listener.RecordObservableInstruments();
        sums["nanobanana.billing.holds.open"].ShouldBe(1);
        sums["nanobanana.billing.holds.oldest.age"].ShouldBeInRange(90, 120);
    }

    /// <summary>Hears this service alone: other tests of the process have their own meters of the same name.</summary>
    private MeterListener Listen(ConcurrentDictionary<string, double> sums)
    {
        var factory = billing.Service.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "NanoBanana.Billing" && instrument.Meter.Scope == factory)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => sums[instrument.Name] = value);
        listener.Start();
        return listener;
    }
}
