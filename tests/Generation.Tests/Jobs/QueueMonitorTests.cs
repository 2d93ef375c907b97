using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Tests.Jobs;

/// <summary>What an operator's dashboard shows of the queue.</summary>
public sealed class QueueMonitorTests
{
    [Fact]
    public async Task WaitingAndDesertedJobs_Measured_AreTheFiguresRead()
    {
        await using var application = await GenerationApplication.CreateAsync();
        await application.ScalarAsync("""
            INSERT INTO generation.jobs (id, account_id, state, request, image_count, held_credits, price_version, provider_cost_micros, next_try_at, lease_owner, lease_until)
            VALUES (gen_random_uuid(), gen_random_uuid(), 'queued', '{}', 1, 20, 1, 0, now() - interval '90 seconds', NULL, NULL),
                (gen_random_uuid(), gen_random_uuid(), 'queued', '{}', 1, 20, 1, 0, now() + interval '1 hour', NULL, NULL),
                (gen_random_uuid(), gen_random_uuid(), 'running', '{}', 1, 20, 1, 0, now(), gen_random_uuid(), now() - interval '1 second');
            INSERT INTO generation.outbox (job_id, kind, payload, tries, parked_because) VALUES (gen_random_uuid(), 'settle', '{}', 3, 'Contradicts');
            INSERT INTO generation.notification_outbox (id, account_id, event_type, created_at, parked_because)
            VALUES (gen_random_uuid(), gen_random_uuid(), 'batch.failed', now(), 'Refused'), (gen_random_uuid(), gen_random_uuid(), 'batch.failed', now(), NULL),
                (gen_random_uuid(), gen_random_uuid(), 'batch.failed', now(), NULL)
            """);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new GenerationMetrics(services.GetRequiredService<IMeterFactory>());
        using var monitor = new QueueMonitor(application.Database, metrics, TimeProvider.System, NullLogger<QueueMonitor>.Instance);
        await monitor.MeasureAsync(CancellationToken.None);

        var read = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == services.GetRequiredService<IMeterFactory>())
                self.EnableMeasurementEvents(instrument);
        }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => read[instrument.Name] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => read[instrument.Name] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        read["nanobanana.generation.queue.depth"].ShouldBe(2);
        read["nanobanana.generation.queue.age"].ShouldBeInRange(89, 120);
        read["nanobanana.generation.jobs.deserted"].ShouldBe(1);
        read["nanobanana.generation.outbox.parked"].ShouldBe(1);
        read["nanobanana.generation.outbox.waiting"].ShouldBe(0);
        read["nanobanana.generation.notifications.waiting"].ShouldBe(2);
        read["nanobanana.generation.notifications.parked"].ShouldBe(1);
    }
}
