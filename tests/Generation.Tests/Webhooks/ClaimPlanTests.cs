using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Generation.Webhooks;

namespace NanoBanana.Generation.Tests.Webhooks;

/// <summary>What looking for due deliveries costs when very many wait.</summary>
public sealed class ClaimPlanTests
{
    [Fact]
    public async Task ManyWaitingDeliveries_Claimed_AreFoundByTheirIndexes()
    {
        await using var application = await GenerationApplication.CreateAsync();
        await application.ScalarAsync("""
            INSERT INTO generation.webhook_deliveries (endpoint_id, account_id, event_sequence, event_id, type, subject, host, next_try_at, state, delivered_at)
            SELECT md5((number % 50)::text)::uuid, gen_random_uuid(), number, gen_random_uuid(), 'generation.completed', 'gen_' || number / 3, 'host' || number % 50,
                now() + (number % 200 - 1) * interval '1 minute', CASE WHEN number % 2 = 0 THEN 'pending' ELSE 'delivered' END, CASE WHEN number % 2 = 1 THEN now() END
            FROM generate_series(1, 100000) AS number
            """);
        await application.ScalarAsync("ANALYZE generation.webhook_deliveries");
        var store = new DeliveryStore(application.Database);

        var plan = await PlanAsync(application);

        plan.ShouldContain("ix_webhook_deliveries_due");
        plan.ShouldContain("ix_webhook_deliveries_order");
        plan.ShouldNotContain("Seq Scan on webhook_deliveries");
        var claimed = await store.ClaimAsync(64, new Dictionary<string, int>(StringComparer.Ordinal) { ["host0"] = 3, ["host2"] = 4 }, CancellationToken.None);
        claimed.Count(static one => one.Host == "host0").ShouldBe(1);
        claimed.Count(static one => one.Host == "host2").ShouldBe(0);
        claimed.GroupBy(static one => one.Host).ShouldAllBe(static host => host.Count() <= DeliveryStore.MostPerHost);
        claimed.Count.ShouldBeInRange(1, 64);
        var again = await store.ClaimAsync(64, new Dictionary<string, int>(StringComparer.Ordinal), CancellationToken.None);
        again.Select(static one => one.Id).Intersect(claimed.Select(static one => one.Id)).ShouldBeEmpty();
    }

    private static async Task<string> PlanAsync(GenerationApplication application)
    {
        await using var command = application.Database.CreateCommand("EXPLAIN " + DeliveryStore.Claim);
        command.Parameters.AddWithValue("hosts", Array.Empty<string>());
        command.Parameters.AddWithValue("running", Array.Empty<int>());
        command.Parameters.AddWithValue("per_host", DeliveryStore.MostPerHost);
        command.Parameters.AddWithValue("limit", 64);
        command.Parameters.AddWithValue("length", TimeSpan.FromMinutes(2));
        var lines = new List<string>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            lines.Add(row.GetString(0));
        return string.Join('\n', lines);
    }
}
