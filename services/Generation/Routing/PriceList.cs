using System.Collections.Frozen;
using NanoBanana.Contracts.Billing;
using NanoBanana.Generation.Billing;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Routing;

/// <summary>
/// Billing's price table as it was at most a minute ago. It only orders and leaves out: what a job costs is read by Billing when it
/// holds the credits.
/// </summary>
internal sealed class PriceList(BillingClient billing, TimeProvider time)
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private Snapshot? _snapshot;
    private Task<Snapshot?>? _reading;

    /// <summary>How the price table writes a kind.</summary>
    public static string Name(MediaKind kind) => kind switch
    {
        MediaKind.Video => "video",
        MediaKind.Text => "text",
        _ => "image",
    };

    /// <summary>The prices; null while Billing has not said any. Waits for the first ones only, later it reads in the background.</summary>
    public async ValueTask<Snapshot?> ReadAsync(CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref _snapshot);
        if (known is not null && time.GetElapsedTime(known.ReadAt) < Age)
            return known;
        Task<Snapshot?> reading;
        lock (_lock)
            reading = _reading ??= FetchAsync();
        return known ?? await reading.WaitAsync(cancellationToken);
    }

    private async Task<Snapshot?> FetchAsync()
    {
        await Task.Yield();
        try
        {
            using var patience = new CancellationTokenSource(Patience, time);
            var prices = await billing.PricesAsync(patience.Token);
            var snapshot = new Snapshot(time.GetTimestamp(), prices.Version, prices.Prices.ToFrozenDictionary(static row => (row.Model, row.Resolution, row.Kind)));
            Volatile.Write(ref _snapshot, snapshot);
            return snapshot;
        }
        catch (Exception exception) when (exception is OperationCanceledException || DependencyOutage.Find(exception) is not null)
        {
            return Volatile.Read(ref _snapshot);
        }
        finally
        {
            lock (_lock)
                _reading = null;
        }
    }

    /// <summary>One reading.</summary>
    internal sealed record Snapshot(long ReadAt, int Version, FrozenDictionary<(string Model, string Resolution, string Kind), PriceRow> Rows);
}
