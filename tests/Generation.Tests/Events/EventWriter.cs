using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Events;

/// <summary>Writes jobs whose changes the triggers log, as the service's own statements do.</summary>
internal static class EventWriter
{
    /// <summary>One event for each job: that it failed.</summary>
    public static Task LogAsync(this GenerationApplication application, Guid accountId, int count = 1, string kind = "image") => application.ScalarAsync("""
        INSERT INTO generation.jobs (id, account_id, state, kind, request, image_count, held_credits, price_version, provider_cost_micros, next_try_at, finished_at)
        SELECT gen_random_uuid(), @account, 'failed', @kind, '{}', 1, 20, 1, 0, now(), now() FROM generate_series(1, @count)
        """, ("account", accountId), ("count", count), ("kind", kind));

    /// <summary>Makes the first events of a log as many days old.</summary>
    public static Task AgeAsync(this GenerationApplication application, Guid accountId, long upTo, int days) => application.ScalarAsync(
        "UPDATE generation.events SET created_at = now() - make_interval(days => @days) WHERE account_id = @account AND sequence <= @up_to",
        ("account", accountId), ("up_to", upTo), ("days", days));
}
