using System.Diagnostics;
using System.Diagnostics.Metrics;
using NanoBanana.ServiceDefaults.Telemetry;

namespace NanoBanana.Identity;

/// <summary>What the service counts and the one step whose time is worth a span.</summary>
internal sealed class IdentityMetrics
{
    private const string Name = "NanoBanana.Identity";
    private static readonly ActivitySource Source = new(Name);

    private readonly Counter<long> _registered;
    private readonly Counter<long> _deleted;
    private readonly Counter<long> _signIns;
    private readonly Histogram<double> _passwords;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _notifications;

    public IdentityMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _registered = meter.CreateCounter<long>("nanobanana.identity.registered", "{user}", "Users registered.");
        _deleted = meter.CreateCounter<long>("nanobanana.identity.deleted", "{user}", "Users who deleted their accounts.");
        _signIns = meter.CreateCounter<long>("nanobanana.identity.sign_ins", "{attempt}", "Attempts to sign in, by outcome.");
        _passwords = meter.CreateRequestDuration("nanobanana.identity.password.duration", "Time to hash or check one password, waiting excluded.");
        _refused = meter.CreateCounter<long>(
            "nanobanana.identity.password.refused", "{password}", "Passwords turned away because too many waited.");
        _notifications = meter.CreateCounter<long>("nanobanana.identity.notifications", "{notification}", "Notifications that were new and are kept.");
    }

    /// <summary>A span around hashing, waiting for a processor included.</summary>
    public static Activity? StartPasswordWork(string operation) => Source.StartActivity($"password {operation}");

    public void Registered() => _registered.Add(1);

    public void Deleted() => _deleted.Add(1);

    public void SignedIn(bool success) => _signIns.Add(1, new KeyValuePair<string, object?>("outcome", success ? "success" : "failure"));

    public void PasswordDone(string operation, TimeSpan duration) =>
        _passwords.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("operation", operation));

    public void PasswordRefused() => _refused.Add(1);

    public void NotificationsStored(int count) => _notifications.Add(count);
}
