using System.Diagnostics;
using System.Diagnostics.Metrics;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Telemetry;

namespace NanoBanana.Generation;

/// <summary>What the service counts, as events; tag names stay in here.</summary>
internal sealed class GenerationMetrics : IDisposable
{
    public const string Name = "NanoBanana.Generation";
    public static readonly ActivitySource Source = new(Name);

    private readonly Meter _meter;
    private readonly UpDownCounter<int> _running;
    private readonly Histogram<double> _jobs;
    private readonly Histogram<double> _calls;
    private readonly Counter<long> _credits;
    private readonly Counter<long> _cost;
    private readonly Counter<long> _fallbacks;
    private readonly Counter<long> _circuits;
    private readonly Histogram<double> _slotWaits;
    private readonly Counter<long> _storeFailures;
    private readonly Counter<long> _outboxRepeats;
    private readonly Counter<long> _blocked;
    private readonly Counter<long> _unanswered;

    public GenerationMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _running = _meter.CreateUpDownCounter<int>("nanobanana.generation.jobs.running", "{job}", "Jobs that this process runs now.");
        _jobs = _meter.CreateGenerationDuration("nanobanana.generation.duration", "From a job's start to its end.");
        _calls = _meter.CreateGenerationDuration("gen_ai.client.operation.duration", "One call to a provider.");
        _credits = _meter.CreateCounter<long>("nanobanana.generation.credits.charged", "{credit}", "Credits charged for delivered images.");
        _cost = _meter.CreateCounter<long>("nanobanana.generation.provider.cost", "{microdollar}", "What providers bill for jobs, in millionths of a dollar.");
        _fallbacks = _meter.CreateCounter<long>("nanobanana.generation.fallbacks", "{job}", "Jobs that another provider than the planned one served.");
        _circuits = _meter.CreateCounter<long>("nanobanana.generation.circuit.changes", "{change}", "Circuits that this process saw change to a state.");
        _slotWaits = _meter.CreateGenerationDuration("nanobanana.generation.slot.wait", "How long a call waited for its turn at a limited provider.");
        _storeFailures = _meter.CreateCounter<long>("nanobanana.generation.store.failures", "{failure}", "Images that the store did not take.");
        _outboxRepeats = _meter.CreateCounter<long>("nanobanana.generation.outbox.repeats", "{message}", "Messages to Billing or Identity that must be repeated.");
        _blocked = _meter.CreateCounter<long>("nanobanana.generation.prompts.blocked", "{prompt}", "Prompts refused before any money moved.");
        _unanswered = _meter.CreateCounter<long>("nanobanana.generation.moderation.unanswered", "{request}", "Requests that the moderation model gave no answer for.");
        _meter.CreateObservableGauge(
            "nanobanana.generation.circuit.state", ObserveCircuits, "{circuit}", "Circuits that this process knows: 1 for the state that one is in, 0 for the others.");
        QueueDepth = _meter.CreateObservableGauge("nanobanana.generation.queue.depth", () => Queue.Depth, "{job}", "Jobs that wait for a worker.");
        _meter.CreateObservableGauge("nanobanana.generation.queue.age", () => Queue.OldestSeconds, "s", "How long the oldest waiting job has been due.");
        _meter.CreateObservableGauge("nanobanana.generation.jobs.deserted", () => Queue.Deserted, "{job}", "Running jobs whose lease ran out.");
        _meter.CreateObservableGauge("nanobanana.generation.outbox.waiting", () => Queue.Unacknowledged, "{message}", "Messages that Billing has not acknowledged.");
        _meter.CreateObservableGauge("nanobanana.generation.outbox.parked", () => Queue.Parked, "{message}", "Messages set aside for an operator.");
        _meter.CreateObservableGauge("nanobanana.generation.notifications.waiting", () => Queue.Untold, "{notification}", "Notifications that Identity does not have yet.");
        _meter.CreateObservableGauge(
            "nanobanana.generation.notifications.parked", () => Queue.ParkedNotifications, "{notification}", "Notifications set aside for an operator.");
    }

    /// <summary>Tells whether anybody reads what waits.</summary>
    public Instrument QueueDepth { get; }

    /// <summary>As <see cref="QueueMonitor"/> last saw it.</summary>
    public QueueFigures Queue { get; set; } = new(0, 0, 0, 0, 0, 0, 0);

    /// <summary>The circuits that have anything to tell, by provider and model.</summary>
    public Func<IEnumerable<KeyValuePair<string, Circuit>>> Circuits { get; set; } = static () => [];

    public IDisposable JobRunning() => new RunningScope(_running);

    public void JobEnded(JobRecord job, FinishedJob finished, TimeSpan duration)
    {
        _jobs.Record(
            duration.TotalSeconds, new("gen_ai.provider.name", finished.Provider), new("outcome", finished.State), new("strategy", job.Route.Strategy));
        _credits.Add(finished.ChargedCredits, new KeyValuePair<string, object?>("gen_ai.provider.name", finished.Provider));
        _cost.Add(finished.ProviderCostMicros, new KeyValuePair<string, object?>("gen_ai.provider.name", finished.Provider));
        if (finished.Provider != job.Route.First.Provider)
            _fallbacks.Add(1, new("from", job.Route.First.Provider), new("to", finished.Provider));
    }

    public void WaitedForSlot(string provider, TimeSpan duration) =>
        _slotWaits.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("gen_ai.provider.name", provider));

    /// <param name="model">Provider and model.</param>
    public void CircuitChanged(string model, CircuitState state) => _circuits.Add(1, new("model", model), new("state", state.ToString()));

    public void ProviderCalled(string provider, string model, ProviderResult result, TimeSpan duration) => _calls.Record(
        duration.TotalSeconds, new("gen_ai.provider.name", provider), new("gen_ai.request.model", model),
        new("error.type", result is ProviderResult.Failed failed ? FailureNames.Of(failed.Class) : null));

    public void StoreFailed(string backend) => _storeFailures.Add(1, new KeyValuePair<string, object?>("backend", backend));

    public void OutboxRepeated(string kind) => _outboxRepeats.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <param name="check"><c>keyword</c> or <c>ai</c>.</param>
    public void PromptBlocked(string check, string category) => _blocked.Add(1, new("check", check), new("category", category));

    public void ModerationUnanswered() => _unanswered.Add(1);

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> ObserveCircuits() =>
        from circuit in Circuits()
        from state in Enum.GetValues<CircuitState>()
        select new Measurement<int>(circuit.Value.State == state ? 1 : 0, new("model", circuit.Key), new KeyValuePair<string, object?>("state", state.ToString()));

    private sealed class RunningScope : IDisposable
    {
        private readonly UpDownCounter<int> _running;

        public RunningScope(UpDownCounter<int> running)
        {
            _running = running;
            running.Add(1);
        }

        public void Dispose() => _running.Add(-1);
    }
}
