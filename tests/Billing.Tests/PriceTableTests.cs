using NanoBanana.Billing.Data;
using NanoBanana.Contracts.Billing;

namespace NanoBanana.Billing.Tests;

/// <summary>A database for each test: a price table is for everybody.</summary>
public sealed class PriceTableTests : IAsyncLifetime
{
    private readonly BillingApplication _billing = new();

    public ValueTask InitializeAsync() => _billing.InitializeAsync();

    public ValueTask DisposeAsync() => _billing.DisposeAsync();

    [Fact]
    public async Task FirstVersion_PricesEveryModelByResolution()
    {
        var rows = await _billing.Data.CreateCommand("SELECT model, string_agg(resolution || '=' || credits, ' ' ORDER BY credits, resolution DESC) FROM billing.prices WHERE version = 1 GROUP BY model")
            .ReadAllAsync(static row => row.GetString(0) + ": " + row.GetString(1), CancellationToken.None);

        rows.ShouldBe(
            [
                "sandbox-1: 512=20 1K=20 2K=30 4K=40",
                "gemini-nano-banana-2.1: 512=20 1K=20 2K=30 4K=40",
                "gemini-3.1-flash-image: 512=20 1K=20 2K=30 4K=40",
                "gemini-3-pro-image: 512=20 1K=20 2K=30 4K=40",
                "gemini-3.1-flash-lite-image: 1K=20",
                "gemini-2.5-flash-image: 1K=20",
            ], ignoreOrder: true);
    }

    [Fact]
    public async Task ThirdVersion_IsTheSecondAndTheSandboxVideoAtEveryStep()
    {
        (await _billing.CountAsync(
            """
            SELECT count(*) FROM billing.prices second LEFT JOIN billing.prices third
                ON third.version = 3 AND (third.model, third.resolution, third.kind, third.credits, third.provider_cost_micros)
                    = (second.model, second.resolution, second.kind, second.credits, second.provider_cost_micros)
            WHERE second.version = 2 AND third.model IS NULL
            """)).ShouldBe(0);
        var added = await _billing.Data.CreateCommand(
            """
            SELECT model || ' ' || resolution || ' ' || kind || ' ' || credits || ' ' || provider_cost_micros FROM billing.prices third WHERE version = 3
                AND NOT EXISTS (SELECT FROM billing.prices second WHERE version = 2 AND (model, resolution, kind) = (third.model, third.resolution, third.kind))
            """).ReadAllAsync(static row => row.GetString(0), CancellationToken.None);
        added.ShouldBe(["sandbox-video-1 720p video 1 0", "sandbox-video-1 1080p video 1 0", "sandbox-video-1 4K video 1 0"], ignoreOrder: true);
    }

    [Fact]
    public async Task NewerVersions_Place_TheNewestValidOneCountsAsAWhole()
    {
        await _billing.ExecuteAsync(
            """
            INSERT INTO billing.prices (version, model, resolution, kind, credits, provider_cost_micros, valid_from) VALUES
                (13, 'sandbox-1', '1K', 'image', 25, 7, now() - interval '1 day'),
                (14, 'sandbox-1', '1K', 'image', 99, 9, now() + interval '1 day')
            """);
        var account = Guid.NewGuid();

        (await _billing.PlaceAsync(Guid.NewGuid(), account, units: 2)).ShouldBe(new PlaceHoldResult(HoldOutcome.Held, 50, 13, 950, 14));
        (await _billing.PlaceAsync(Guid.NewGuid(), account, resolution: "2K")).Outcome.ShouldBe(HoldOutcome.NoPrice);
    }

    [Fact]
    public async Task PriceChangedMeanwhile_RepeatAndSettle_KeepTheQuotedPrice()
    {
        var (job, account) = (Guid.NewGuid(), Guid.NewGuid());
        var first = await _billing.PlaceAsync(job, account, units: 2, model: "gemini-nano-banana-2.1", resolution: "4K");
        await _billing.ExecuteAsync(
            "INSERT INTO billing.prices VALUES (13, 'other', '1K', 'image', 1, 1, now() - interval '1 hour')");

        (await _billing.PlaceAsync(job, account, units: 2, model: "gemini-nano-banana-2.1", resolution: "4K")).ShouldBe(first);
        (await _billing.SettleAsync(job, units: 2)).Credits.ShouldBe(80);
    }

    [Fact]
    public async Task FreePrice_PlaceAndSettle_MovesNothing()
    {
        var (job, account) = (Guid.NewGuid(), Guid.NewGuid());
        await _billing.ExecuteAsync(
            "INSERT INTO billing.prices VALUES (13, 'gift', '1K', 'image', 0, 0, now())");

        (await _billing.PlaceAsync(job, account, model: "gift")).Outcome.ShouldBe(HoldOutcome.Held);
        (await _billing.SettleAsync(job)).ShouldBe(new CloseHoldResult(CloseHoldOutcome.Closed, 0, 1_000));
        await _billing.ShouldBalanceAsync();
    }
}
