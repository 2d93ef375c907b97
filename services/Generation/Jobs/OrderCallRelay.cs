using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// Brings a callback to the process that waits for its order, which is any. It may be lost with Redis: the order is asked after anyway,
/// a little later.
/// </summary>
internal sealed class OrderCallRelay(SharedChannels channels, SharedKeys keys, OrderCalls calls) : BackgroundService
{
    public async Task TellAsync(string reference)
    {
        if (!calls.Wake(reference))
            await channels.TellAsync(keys.Callbacks, reference);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        channels.ListenAsync(keys.Callbacks, reference => calls.Wake(reference), stoppingToken);
}
