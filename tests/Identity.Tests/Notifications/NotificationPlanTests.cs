using NanoBanana.Identity.Notifications;
using Npgsql;

namespace NanoBanana.Identity.Tests.Notifications;

/// <summary>A page is a stretch of one index and the counts are looked up, however many there are.</summary>
public sealed class NotificationPlanTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    private static readonly Guid Busy = Guid.NewGuid();

    [Theory]
    [InlineData(null, null, "ix_notifications_newest ")]
    [InlineData(false, null, "ix_notifications_newest_read ")]
    [InlineData(true, null, "ix_notifications_newest_read ")]
    [InlineData(null, "system", "ix_notifications_newest_type ")]
    [InlineData(false, "system", "ix_notifications_newest_type_read ")]
    public async Task ManyOfOneAccount_Listed_AreAStretchOfAnIndex(bool? isRead, string? type, string index)
    {
        await FillAsync();

        var plan = await PlanAsync(NotificationPages.Sql(isRead is not null, type is not null), isRead, type);

        plan.ShouldContain($"Index Only Scan Backward using {index}");
        plan.ShouldContain("One-Time Filter");
        plan.ShouldNotContain("Seq Scan on notifications");
        plan.Split('\n').Count(static line => line.Contains("Sort Key", StringComparison.Ordinal)).ShouldBe(1, "the page's rows alone are sorted: " + plan);
    }

    private async Task FillAsync()
    {
        if (await application.QueryAsync("SELECT 1 FROM identity.notification_counts WHERE account_id = $1", Busy) is not null)
            return;
        await application.QueryAsync("""
            INSERT INTO identity.notifications (id, account_id, type, title, data, created_at, read_at)
            SELECT gen_random_uuid(), CASE WHEN number % 10 > 0 THEN $1 ELSE gen_random_uuid() END, CASE number % 3 WHEN 0 THEN 'system' ELSE 'feature' END, 'x', '{}',
                now() - number * interval '1 second', CASE WHEN number % 2 = 0 THEN now() END
            FROM generate_series(1, 30000) AS number
            """, Busy);
        await application.QueryAsync("VACUUM ANALYZE identity.notifications");
    }

    /// <summary>The one plan for all values, as the service's connections ask for it.</summary>
    private async Task<string> PlanAsync(string sql, bool? isRead, string? type)
    {
        var settings = new NpgsqlConnectionStringBuilder(application.Database) { Options = "-c plan_cache_mode=force_generic_plan" };
        await using var database = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var connection = await database.OpenConnectionAsync();
        await using (var prepare = new NpgsqlCommand($"PREPARE page (uuid, int, int, boolean, text) AS {sql}", connection))
            await prepare.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(
            $"EXPLAIN EXECUTE page ('{Busy}', 50, 0, {(isRead is { } read ? (read ? "true" : "false") : "NULL")}, {(type is null ? "NULL" : $"'{type}'")})", connection);
        var lines = new List<string>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            lines.Add(row.GetString(0));
        return string.Join('\n', lines);
    }
}
