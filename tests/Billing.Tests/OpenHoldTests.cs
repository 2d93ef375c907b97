using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts;

namespace NanoBanana.Billing.Tests;

public sealed class OpenHoldTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    [Fact]
    public async Task OldAndClosedHolds_ListOpen_GivesTheOldOpenOnesOldestFirst()
    {
        var jobs = Enumerable.Range(0, 4).Select(static _ => Guid.NewGuid()).ToArray();
        foreach (var job in jobs)
            await billing.PlaceAsync(job, Guid.NewGuid());
        await billing.SettleAsync(jobs[2]);
        await billing.ExecuteAsync($"UPDATE billing.holds SET created_at = now() - interval '1 hour' WHERE job_id = '{jobs[1]}'");
        await billing.ExecuteAsync($"UPDATE billing.holds SET created_at = now() - interval '2 hours' WHERE job_id IN ('{jobs[2]}', '{jobs[3]}')");

        (await ListAsync("?older_than_seconds=600")).ShouldBe([jobs[3], jobs[1]]);
        (await ListAsync("?older_than_seconds=600&limit=1")).ShouldBe([jobs[3]]);
        (await ListAsync("")).ShouldBe([jobs[3], jobs[1], jobs[0]]);
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=1001")]
    [InlineData("?older_than_seconds=-1")]
    [InlineData("?older_than_seconds=soon")]
    public async Task OutOfRange_ListOpen_IsRefused(string query)
    {
        using var response = await billing.Internal.GetAsync("/internal/holds/open" + query);
        await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
    }

    private async Task<IEnumerable<Guid>> ListAsync(string query) =>
        (await billing.Internal.GetFromJsonAsync("/internal/holds/open" + query, ContractsJsonContext.Default.IReadOnlyListOpenHold))!
            .Select(static hold => hold.JobId);
}
