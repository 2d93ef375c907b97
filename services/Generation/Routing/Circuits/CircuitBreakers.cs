using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers;
using StackExchange.Redis;

namespace NanoBanana.Generation.Routing;

/// <summary>
/// The circuits of every model, shared by all processes. Asking is in memory: what others have learned arrives within a second. A call
/// that succeeds on a closed circuit writes nothing. Without Redis each process goes by what it knows itself.
/// </summary>
internal sealed partial class CircuitBreakers(
    CircuitStore store, IOptions<RoutingOptions> options, GenerationMetrics metrics, TimeProvider time, ILogger<CircuitBreakers> logger) : BackgroundService
{
    private const int MostTries = 10;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Circuit> _known = new(StringComparer.Ordinal);

    /// <summary>As far as this process knows.</summary>
    public Circuit Of(string provider, string model) => _known.GetValueOrDefault(NameOf(provider, model), Circuit.Closed);

    /// <summary>Whether a call would be let through now. Changes nothing.</summary>
    public bool Admits(string provider, string model) => Of(provider, model).Enter(time.GetUtcNow()).Admitted;

    /// <summary>Asks to send one call. Of an open circuit whose time is over, one caller among all processes gets through.</summary>
    public async Task<bool> EnterAsync(string provider, string model)
    {
        if (Of(provider, model).State == CircuitState.Closed)
            return true;
        var admitted = false;
        var isChanged = await ChangeAsync(NameOf(provider, model), circuit =>
        {
            (admitted, var next) = circuit.Enter(time.GetUtcNow());
            return next;
        });
        return isChanged && admitted;
    }

    /// <summary>Tells how a call ended.</summary>
    public Task ReportAsync(string provider, string model, ProviderResult result) =>
        ReportAsync(provider, model, (result as ProviderResult.Failed)?.Class);

    /// <param name="failure">Null when it did what it was asked to.</param>
    public Task ReportAsync(string provider, string model, FailureClass? failure)
    {
        var effect = failure is { } known ? FailurePolicy.Of(known).Circuit : CircuitEffect.None;
        if (effect == CircuitEffect.None && Of(provider, model) == Circuit.Closed)
            return Task.CompletedTask;
        return ChangeAsync(NameOf(provider, model), circuit => effect == CircuitEffect.None
            ? circuit.AfterSuccess(options.Value)
            : circuit.AfterFailure(effect, time.GetUtcNow(), options.Value));
    }

    /// <summary>Closes all circuits, everywhere.</summary>
    public async Task ResetAsync()
    {
        await store.ClearAsync();
        _known.Clear();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.Circuits = () => _known;
        while (!stoppingToken.IsCancellationRequested)
        {
            await RefreshAsync();
            await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            var stored = await store.ReadAsync();
            foreach (var name in _known.Keys.Where(name => !stored.ContainsKey(name)))
                Learn(name, Circuit.Closed);
            foreach (var (name, text) in stored)
                Learn(name, Circuit.Read(text));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // What is known goes on holding; RedisHealthCheck reports the rest.
            Log.NotRead(logger);
        }
    }

    /// <summary>False when others were quicker every time.</summary>
    private async Task<bool> ChangeAsync(string name, Func<Circuit, Circuit> change)
    {
        var known = _known.GetValueOrDefault(name, Circuit.Closed);
        try
        {
            for (var i = 0; i < MostTries; i++)
            {
                var next = change(known);
                if (await store.SetAsync(name, known.Write(), next.Write()) is not { } other)
                {
                    Learn(name, next);
                    return true;
                }

                known = Circuit.Read(other);
            }

            return false;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Learn(name, change(_known.GetValueOrDefault(name, Circuit.Closed)));
            return true;
        }
    }

    private void Learn(string name, Circuit circuit)
    {
        var before = _known.GetValueOrDefault(name, Circuit.Closed);
        _known[name] = circuit;
        if (before.State == circuit.State)
            return;
        metrics.CircuitChanged(name, circuit.State);
        Log.Changed(logger, name, before.State, circuit.State);
    }

    private static string NameOf(string provider, string model) => $"{provider}/{model}";

    private static partial class Log
    {
        [LoggerMessage(EventId = 3310, Level = LogLevel.Warning, Message = "The circuit of {Model} went from {Before} to {After}.")]
        public static partial void Changed(ILogger logger, string model, CircuitState before, CircuitState after);

        [LoggerMessage(EventId = 3311, Level = LogLevel.Debug, Message = "The circuits could not be read from Redis.")]
        public static partial void NotRead(ILogger logger);
    }
}
