using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Outbox;
using NanoBanana.Generation.Quotes;
using NanoBanana.Generation.Tests.Routing;

namespace NanoBanana.Generation.Tests.Jobs;

/// <summary>What a video costs before, meanwhile and after: seconds as planned, times the price of one.</summary>
public sealed class VideoMoneyTests : IAsyncLifetime
{
    private readonly Guid _account = Guid.NewGuid();
    private GenerationApplication _application = null!;
    private TestService _instance = null!;

    public async ValueTask InitializeAsync()
    {
        _application = await GenerationApplication.CreateAsync(("PROVIDER_SANDBOX_ENABLED", "true"));
        _instance = await _application.StartInstanceAsync();
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task QuoteOfAVideo_EqualsItsHoldAndItsCharge()
    {
        var request = VideoRouterFixture.Request(5, "480p") with { Provider = "sandbox" };
        var quoted = await QuoteAsync(request);

        var outcome = await RunAsync(request, quoted.Id);

        (quoted.Credits, quoted.CreditsEach, quoted.Plan.First.Seconds).ShouldBe((5, 5, 5));
        outcome.Succeeded.ShouldBeTrue(outcome.ErrorCode);
        (await BilledAsync("SELECT kind || ' ' || units || ' ' || credits || ' ' || charged || ' ' || state FROM billing.holds WHERE job_id = $1", outcome.JobId))
            .ShouldBe("video 5 5 5 settled");
        (await BilledAsync("SELECT kind || ' ' || images || ' ' || units || ' ' || credits FROM billing.usage_records WHERE job_id = $1", outcome.JobId))
            .ShouldBe("video 1 5 5");
        (await BilledAsync("SELECT images || ' ' || credits FROM billing.usage_daily WHERE account_id = $1", _account)).ShouldBe("1 5");
        (await _application.ScalarAsync("SELECT charged_credits FROM generation.jobs WHERE id = @id", ("id", outcome.JobId))).ShouldBe(5);
        ((long)(await _application.AccountAsync(_account))["held"]!).ShouldBe(0);
    }

    [Fact]
    public async Task MessageOfAnEndedVideoGone_IsWrittenAgainByTheSecond()
    {
        var request = VideoRouterFixture.Request(5, "480p") with { Provider = "sandbox" };
        var outcome = await RunAsync(request, (await QuoteAsync(request)).Id);
        await _application.ScalarAsync("DELETE FROM generation.outbox WHERE job_id = @id", ("id", outcome.JobId));

        // As a Billing that was restored from before the settlement asks for it.
        var closed = await _instance.Services.GetRequiredService<AbandonedJobs>().CloseAsync(
            [new OpenHold(outcome.JobId, _account, 5, TimeProvider.System.GetUtcNow())], CancellationToken.None);

        closed.ShouldBe(1);
        (await _application.ScalarAsync(
            "SELECT kind || ' ' || (payload ->> 'units') || ' ' || (payload ->> 'results') FROM generation.outbox WHERE job_id = @id", ("id", outcome.JobId)))
            .ShouldBe("settle 5 1");
    }

    [Fact]
    public async Task LongerVideoThanAsked_IsQuotedAtWhatWillBeOrdered()
    {
        var quoted = await QuoteAsync(VideoRouterFixture.Request(5, "1080p") with { Provider = "google" });

        (quoted.Plan.First.Seconds, quoted.CreditsEach, quoted.Credits).ShouldBe((8, 3_200, 3_200));
        quoted.Plan.First.CostMicros.ShouldBe(3_200_000);
    }

    [Fact]
    public async Task NotEnoughCredits_IsRefusedWithThePriceOfTheWholeVideo()
    {
        var request = VideoRouterFixture.Request(5, "1080p") with { Provider = "google" };

        var result = await StartAsync(request, quote: null);

        var failure = result.ShouldBeOfType<StartResult.Refused>().Failure;
        failure.Code.Code.ShouldBe("billing.insufficient_credits");
        failure.Details!["required"].ShouldBe(3_200);
    }

    private async Task<QuoteResult.Quoted> QuoteAsync(GenerationRequest request) =>
        (await _instance.Services.GetRequiredService<MakeQuote>().RunAsync(request, _account, CancellationToken.None)).ShouldBeOfType<QuoteResult.Quoted>();

    private async Task<JobOutcome> RunAsync(GenerationRequest request, Guid quote) => (await StartAsync(request, quote)).ShouldBeOfType<StartResult.Ended>().Outcome;

    private Task<StartResult> StartAsync(GenerationRequest request, Guid? quote) =>
        _instance.Services.GetRequiredService<GenerateImages>().RunAsync(request, GenerationApplication.KeyOf(_account), null, quote, CancellationToken.None);

    private async Task<string?> BilledAsync(string sql, Guid id)
    {
        await using var command = _application.BillingDatabase.CreateCommand(sql);
        command.Parameters.AddWithValue(id);
        return (string?)await command.ExecuteScalarAsync();
    }
}
