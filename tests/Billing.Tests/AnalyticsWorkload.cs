using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Billing.Tests;

/// <summary>Jobs of an account with figures that can be reckoned by hand, and what the endpoints say of them.</summary>
internal sealed class AnalyticsWorkload(BillingApplication billing, Guid account)
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    public DateOnly Today => DateOnly.FromDateTime(_now.UtcDateTime);

    /// <summary>A day as answers write it.</summary>
    public string Day(int daysAgo) => Today.AddDays(-daysAgo).ToString("yyyy-MM-dd", null);

    public async Task MakeAsync(
        int daysAgo, string provider = "google", string mode = "basic", string resolution = "1K", int durationMs = 1_000, bool fallback = false, int units = 1)
    {
        var job = Guid.NewGuid();
        (await billing.PlaceAsync(job, account, units, resolution: resolution)).Outcome.ShouldBe(HoldOutcome.Held);
        await billing.SettleAsync(job, units, completedAt: _now.AddDays(-daysAgo), provider: provider, mode: mode, durationMs: durationMs, fallback: fallback);
    }

    public async Task FailAsync(int daysAgo, string provider = "google", string mode = "basic")
    {
        var job = Guid.NewGuid();
        await billing.PlaceAsync(job, account);
        await billing.FailAsync(job, provider, mode, _now.AddDays(-daysAgo));
    }

    public async Task CancelAsync()
    {
        var job = Guid.NewGuid();
        await billing.PlaceAsync(job, account);
        await billing.ReleaseAsync(job);
    }

    /// <summary>The body of a 200.</summary>
    public async Task<string> GetAsync(string path, PrincipalKind kind = PrincipalKind.User)
    {
        using var client = billing.ClientFor(account, kind);
        using var response = await client.GetAsync("/api/analytics/" + path);
        await response.ShouldBeAsync(System.Net.HttpStatusCode.OK);
        return await response.Content.ReadAsStringAsync();
    }
}
