using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Contracts.Billing;
using NanoBanana.Generation.Outbox;

namespace NanoBanana.Generation.Tests.Jobs;

/// <summary>What Billing learns of how a job ended, beside what it costs: what analytics are reckoned from.</summary>
public sealed class BookedEndTests : IAsyncLifetime
{
    private readonly Guid _account = Guid.NewGuid();
    private GenerationApplication _application = null!;
    private TestService _instance = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _application = await GenerationApplication.CreateAsync(("PROVIDER_SANDBOX_ENABLED", "true"));
        _instance = await _application.StartInstanceAsync();
        _client = _instance.ClientFor(GenerationApplication.KeyOf(_account));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _application.DisposeAsync();
    }

    [Fact]
    public async Task PlannedAndFallback_Served_AreToldApart()
    {
        await MakeAsync(HttpStatusCode.Created);
        _application.Gemini.Switchboard.Next("http:503", times: 4);
        await MakeAsync(HttpStatusCode.Created);

        (await BilledAsync("SELECT string_agg(provider || ' ' || mode || ' ' || resolution || ' ' || generations || ' ' || fallbacks, ', ' ORDER BY provider) FROM billing.usage_rollups WHERE account_id = $1"))
            .ShouldBe("google basic 1K 1 0, sandbox basic 1K 1 1");
    }

    [Fact]
    public async Task Refused_IsAFailureOfWhoRefused()
    {
        _application.Gemini.Switchboard.Next("blocked");
        await MakeAsync(HttpStatusCode.BadRequest);

        (await FailuresAsync()).ShouldBe("google basic 1K 0 1");
        ((long)(await _application.AccountAsync(_account))["available"]!).ShouldBe(1_000);
    }

    [Theory]
    [InlineData("succeeded", "settle true")]
    [InlineData("failed", "release google")]
    public async Task MessageOfAnEndedJobGone_IsWrittenAgainWithTheSame(string state, string told)
    {
        _application.Gemini.Switchboard.Next(state == "failed" ? "blocked" : "http:503", times: state == "failed" ? 1 : 4);
        await MakeAsync(state == "failed" ? HttpStatusCode.BadRequest : HttpStatusCode.Created);
        var job = (Guid)(await _application.ScalarAsync("SELECT id FROM generation.jobs WHERE account_id = @a", ("a", _account)))!;
        await _application.ScalarAsync("DELETE FROM generation.outbox WHERE job_id = @id", ("id", job));

        await _instance.Services.GetRequiredService<AbandonedJobs>().CloseAsync(
            [new OpenHold(job, _account, 20, TimeProvider.System.GetUtcNow())], CancellationToken.None);

        (await _application.ScalarAsync(
            "SELECT kind || ' ' || coalesce(payload ->> 'fallback', payload #>> '{failure,provider}') FROM generation.outbox WHERE job_id = @id", ("id", job))).ShouldBe(told);
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"failure": {"provider": "bfl", "mode": "batch", "completed_at": "2026-01-02T03:04:05Z"}}""", "bfl batch 1K 0 1")]
    public async Task MessageInTheOutbox_OfBeforeOrNow_ReleasesItsHold(string payload, string? failure)
    {
        var job = Guid.CreateVersion7();
        await _application.HoldAsync(job, _account);

        await _application.ScalarAsync(
            "INSERT INTO generation.outbox (job_id, kind, payload, tries, next_try_at) VALUES (@job, 'release', @payload::jsonb, 0, now())", ("job", job), ("payload", payload));

        await _application.EventuallyAsync(async () => (long)(await _application.AccountAsync(_account))["held"]! == 0, "the hold is released");
        (await FailuresAsync()).ShouldBe(failure);
    }

    [Fact]
    public async Task SettlementOfBefore_IsReadWithoutAFallback()
    {
        var job = Guid.CreateVersion7();
        await _application.HoldAsync(job, _account);
        var payload = $$"""{"job_id":"{{job}}","key_id":null,"units":1,"provider":"google","mode":"basic","duration_ms":5,"completed_at":"2026-01-02T03:04:05Z"}""";

        await _application.ScalarAsync(
            "INSERT INTO generation.outbox (job_id, kind, payload, tries, next_try_at) VALUES (@job, 'settle', @payload::jsonb, 0, now())", ("job", job), ("payload", payload));

        await _application.EventuallyAsync(async () => (long)(await _application.AccountAsync(_account))["held"]! == 0, "the hold is settled");
        (await BilledAsync("SELECT generations || ' ' || fallbacks FROM billing.usage_rollups WHERE account_id = $1")).ShouldBe("1 0");
    }

    private async Task MakeAsync(HttpStatusCode status)
    {
        using var response = await GenerationApplication.GenerateAsync(_client, "booked");
        await response.ShouldBeAsync(status);
    }

    private Task<string?> FailuresAsync() =>
        BilledAsync("SELECT provider || ' ' || mode || ' ' || resolution || ' ' || generations || ' ' || failures FROM billing.usage_rollups WHERE account_id = $1");

    private async Task<string?> BilledAsync(string sql)
    {
        await using var command = _application.BillingDatabase.CreateCommand(sql);
        command.Parameters.AddWithValue(_account);
        return await command.ExecuteScalarAsync() as string;
    }
}
