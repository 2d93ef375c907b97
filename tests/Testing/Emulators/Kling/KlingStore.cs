using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>The orders of one account, by Kling's names and by the account's own, of which each may be used once.</summary>
internal sealed class KlingStore(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, KlingEmulatedTask> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, KlingEmulatedTask> _byName = new(StringComparer.Ordinal);
    private long _last = 893_000_000_000_000_000;

    /// <summary>Null when the account's own name for it was used before.</summary>
    public KlingEmulatedTask? Add(KlingEmulatedOrder order)
    {
        var task = new KlingEmulatedTask(order, Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture), time.GetUtcNow());
        if (order.ExternalId is { } name && !_byName.TryAdd(name, task))
            return null;
        _byId[task.Id] = task;
        return task;
    }

    /// <summary>The old design: at the address of the order, by either name.</summary>
    public KlingEmulatedTask? Asked(KlingEmulatedRoute route, string id) =>
        (_byId.GetValueOrDefault(id) ?? _byName.GetValueOrDefault(id)) is { } task && task.Order.Route == route ? task : null;

    /// <summary>The new design: one of the two names.</summary>
    public KlingEmulatedTask? Asked(IQueryCollection query)
    {
        var task = query.ContainsKey("task_ids") ? _byId.GetValueOrDefault(query["task_ids"].ToString()) : _byName.GetValueOrDefault(query["external_task_ids"].ToString());
        return task?.Order.Route.IsNew == true ? task : null;
    }

    public KlingEmulatedTask? ByFile(string file) => _byId.Values.FirstOrDefault(task => task.FileName == file);
}
