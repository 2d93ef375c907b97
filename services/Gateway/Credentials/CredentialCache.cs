using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Keys;
using NanoBanana.Gateway.Redis;

namespace NanoBanana.Gateway.Credentials;

/// <summary>
/// Remembers verified credentials by the hash of their text. What is revoked is forgotten within a second: by the message published
/// for it, or, while such messages may get lost, because nothing is remembered for longer than that.
/// </summary>
internal sealed class CredentialCache
{
    private const int MaxEntries = 100_000;
    private static readonly TimeSpan UnreliableLifetime = TimeSpan.FromMilliseconds(800);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<ResolvedCredential>>> _verifying = new(StringComparer.Ordinal);
    private readonly CredentialVerifier _verifier;
    private readonly RedisWatch _watch;
    private readonly GatewayMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly TimeSpan _goodLifetime;
    private readonly TimeSpan _badLifetime;
    private int _epoch;

    public CredentialCache(
        CredentialVerifier verifier, RedisWatch watch, GatewayMetrics metrics, IOptions<GatewayOptions> options, TimeProvider time)
    {
        _verifier = verifier;
        _watch = watch;
        _metrics = metrics;
        _time = time;
        _goodLifetime = TimeSpan.FromSeconds(options.Value.CacheSeconds);
        _badLifetime = TimeSpan.FromSeconds(options.Value.NegativeCacheSeconds);
        watch.Invalidated += Forget;
        watch.Recovered += ForgetAll;
    }

    public async ValueTask<ResolvedCredential> ResolveAsync(PresentedCredential credential, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(credential.Text)));
        if (_entries.TryGetValue(hash, out var entry) && IsFresh(entry) && !_verifier.HasExpired(entry.Credential))
        {
            _metrics.CredentialResolved(isCached: true);
            return entry.Credential;
        }

        _metrics.CredentialResolved(isCached: false);

        // One question at a time and credential, however many requests arrive with it; a caller who leaves does not cancel the others'.
        var asking = _verifying.GetOrAdd(hash, key => new Lazy<Task<ResolvedCredential>>(() => VerifyAsync(key, credential)));
        return await asking.Value.WaitAsync(cancellationToken);
    }

    private async Task<ResolvedCredential> VerifyAsync(string hash, PresentedCredential credential)
    {
        try
        {
            var epoch = Volatile.Read(ref _epoch);
            var started = _time.GetTimestamp();
            var resolved = credential.Form == CredentialForm.ApiKey
                ? await _verifier.VerifyKeyAsync(credential.Text, CancellationToken.None)
                : await _verifier.VerifyTokenAsync(credential.Text, CancellationToken.None);

            // What was revoked while we asked may have been read before and must not be remembered.
            if (epoch == Volatile.Read(ref _epoch))
            {
                if (_entries.Count >= MaxEntries)
                    _entries.Clear();
                _entries[hash] = new Entry(resolved, started);
                if (epoch != Volatile.Read(ref _epoch))
                    _entries.TryRemove(hash, out _);
            }

            return resolved;
        }
        finally
        {
            _verifying.TryRemove(hash, out _);
        }
    }

    private bool IsFresh(Entry entry)
    {
        var lifetime = entry.Credential.Refusal is null ? _goodLifetime : _badLifetime;
        if (!_watch.IsReliable && lifetime > UnreliableLifetime)
            lifetime = UnreliableLifetime;
        return _time.GetElapsedTime(entry.VerifiedAt) < lifetime;
    }

    private void Forget(string message)
    {
        Interlocked.Increment(ref _epoch);
        foreach (var (hash, entry) in _entries)
        {
            if (Concerns(entry.Credential, message))
                _entries.TryRemove(hash, out _);
        }
    }

    private static bool Concerns(ResolvedCredential credential, string message) =>
        (credential.RefusedAccountId is { } refused && message == Invalidation.Account(refused))
        || (credential.Principal is { } principal
            && ((principal.KeyId is { } key && message == Invalidation.Key(key))
                || (principal.TokenId is { } token && message == Invalidation.Token(token))
                || message == Invalidation.Account(principal.AccountId)));

    private void ForgetAll()
    {
        Interlocked.Increment(ref _epoch);
        _entries.Clear();
    }

    private sealed record Entry(ResolvedCredential Credential, long VerifiedAt);
}
