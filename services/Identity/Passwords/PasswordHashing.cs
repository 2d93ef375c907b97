using System.Diagnostics;
using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NanoBanana.Identity.Users;

namespace NanoBanana.Identity.Passwords;

/// <summary>
/// Hashes and checks passwords, as many at a time as there are processors: each takes one for a tenth of a second or more. Others wait
/// in a short queue, and beyond it are turned away, so that a wave of sign-ins cannot stop everything else.
/// </summary>
internal sealed class PasswordHashing : IDisposable
{
    private static readonly User Nobody = new();

    private readonly IPasswordHasher<User> _hasher;
    private readonly IdentityMetrics _metrics;
    private readonly ConcurrencyLimiter _limiter;
    private readonly string _nobodysHash;

    public PasswordHashing(IPasswordHasher<User> hasher, IOptions<PasswordHashingOptions> options, IdentityMetrics metrics)
    {
        _hasher = hasher;
        _metrics = metrics;
        _nobodysHash = hasher.HashPassword(Nobody, RandomNumberGenerator.GetHexString(32));
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = Environment.ProcessorCount,
            QueueLimit = options.Value.QueueLimit,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>A new hash; null when too many wait already.</summary>
    public Task<string?> HashAsync(string password, CancellationToken cancellationToken) =>
        RunAsync<string?>("hash", () => _hasher.HashPassword(Nobody, password), busy: null, cancellationToken);

    /// <summary>
    /// Checks a password. Without a stored hash it is checked against one that nothing matches: an unknown address must not be
    /// recognisable by a quicker answer.
    /// </summary>
    public Task<PasswordVerdict> VerifyAsync(string? storedHash, string password, CancellationToken cancellationToken) =>
        RunAsync("verify", () => Verify(storedHash, password), PasswordVerdict.Busy, cancellationToken);

    public void Dispose() => _limiter.Dispose();

    private PasswordVerdict Verify(string? storedHash, string password)
    {
        var result = _hasher.VerifyHashedPassword(Nobody, storedHash ?? _nobodysHash, password);
        return (storedHash, result) switch
        {
            (null, _) or (_, PasswordVerificationResult.Failed) => PasswordVerdict.Wrong,
            (_, PasswordVerificationResult.SuccessRehashNeeded) => PasswordVerdict.RightButOutdated,
            _ => PasswordVerdict.Right,
        };
    }

    private async Task<T> RunAsync<T>(string operation, Func<T> work, T busy, CancellationToken cancellationToken)
    {
        using var span = IdentityMetrics.StartPasswordWork(operation);
        using var lease = await _limiter.AcquireAsync(permitCount: 1, cancellationToken);
        if (!lease.IsAcquired)
        {
            _metrics.PasswordRefused();
            return busy;
        }

        // A thread of its own: on a pool of as many threads as processors, hashing would keep every other request waiting.
        return await Task.Factory.StartNew(
            () =>
            {
                var start = Stopwatch.GetTimestamp();
                var result = work();
                _metrics.PasswordDone(operation, Stopwatch.GetElapsedTime(start));
                return result;
            },
            CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
    }
}

/// <summary>What a check of a password found.</summary>
internal enum PasswordVerdict
{
    /// <summary>Not checked: too many wait already.</summary>
    Busy = 0,

    /// <summary>Not the password, or nobody's.</summary>
    Wrong,

    /// <summary>The password.</summary>
    Right,

    /// <summary>The password, whose hash was made at a lower cost than today's.</summary>
    RightButOutdated,
}
