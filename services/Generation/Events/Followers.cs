using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Keys;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Generation.Events;

/// <summary>
/// Everybody who follows at a connection of this process: bounded by account, for an hour at most, no longer than their credential is good,
/// and told to go when the process stops.
/// </summary>
internal sealed class Followers(IHostApplicationLifetime host, TimeProvider time, EventMetrics metrics, IOptions<FollowingOptions> options)
{
    private readonly ConcurrentDictionary<Follower, Principal> _open = new();
    private readonly Dictionary<(bool IsSocket, string Whose), int> _counts = [];
    private readonly Lock _counting = new();

    /// <param name="kind">Pulls and streams share their places.</param>
    /// <param name="principal">Who follows.</param>
    /// <param name="address">Where an anonymous one comes from.</param>
    /// <returns>Null when as many as may be are there.</returns>
    public Follower? Enter(FollowerKind kind, Principal principal, string address = "")
    {
        var isSocket = kind == FollowerKind.Socket;
        var place = (isSocket, principal.Kind == PrincipalKind.Anonymous ? address : principal.AccountId.ToString("n"));
        lock (_counting)
        {
            var count = _counts.GetValueOrDefault(place);
            if (count >= (isSocket ? options.Value.MaxSockets : options.Value.MaxStreams))
                return null;
            _counts[place] = count + 1;
        }

        var follower = new Follower(gone => Leave(gone, kind, place));
        _open[follower] = principal;
        metrics.Opened(kind);
        follower.KeepWatch(host.ApplicationStopping.Register(() => follower.End(FollowerEnd.Stopping)));
        follower.KeepWatch(time.CreateTimer(
            static state => ((Follower)state!).End(FollowerEnd.Aged), follower, TimeSpan.FromSeconds(options.Value.LifetimeSeconds), Timeout.InfiniteTimeSpan));
        return follower;
    }

    /// <summary>Ends those whom an <see cref="Invalidation"/> concerns: they come again and are judged anew.</summary>
    public void Forget(string message)
    {
        foreach (var (follower, principal) in _open)
        {
            if ((principal.KeyId is { } key && message == Invalidation.Key(key))
                || (principal.TokenId is { } token && message == Invalidation.Token(token))
                || (principal.Kind != PrincipalKind.Anonymous && message == Invalidation.Account(principal.AccountId)))
            {
                follower.End(FollowerEnd.Revoked);
            }
        }
    }

    private void Leave(Follower follower, FollowerKind kind, (bool IsSocket, string Whose) place)
    {
        _open.TryRemove(follower, out _);
        lock (_counting)
        {
            if (--_counts[place] == 0)
                _counts.Remove(place);
        }

        metrics.Closed(kind);
    }
}
