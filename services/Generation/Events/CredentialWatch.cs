using NanoBanana.Contracts.Keys;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Events;

/// <summary>
/// Hears which credentials are good no more, as the gateway does, which only judges a request when it comes: a connection that stays open
/// would outlive its key. What is missed with Redis ends with the connection's hour.
/// </summary>
internal sealed class CredentialWatch(SharedChannels channels, Followers followers) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => channels.ListenAsync(Invalidation.Channel, followers.Forget, stoppingToken);
}
