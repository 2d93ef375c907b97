using NanoBanana.Generation.Events;
using NanoBanana.Generation.Tests.Jobs;
using Npgsql;

namespace NanoBanana.Generation.Tests.Events;

/// <summary>What the whole of it rests on: numbers without gaps, seen once and in order, by any process and with or without Redis.</summary>
public sealed class EventLogTests
{
    [Fact]
    public async Task ParallelWritersOfOneAccount_Followed_AreSeenOnceAndInOrder()
    {
        await using var application = await GenerationApplication.CreateAsync();
        await using var one = await application.StartInstanceAsync();
        await using var two = await application.StartInstanceAsync();
        var account = Guid.NewGuid();
        using var first = one.ClientFor(GenerationApplication.KeyOf(account));
        using var second = two.ClientFor(GenerationApplication.KeyOf(account));
        using var here = await EventReader.OpenAsync(first);
        using var there = await EventReader.OpenAsync(second);
        var writers = Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < 40; i++)
                await application.LogAsync(account, count: 1 + (i % 3));
        }).ToList();
        var seen = await Task.WhenAll(here.NextManyAsync(8 * 79), there.NextManyAsync(8 * 79));
        await Task.WhenAll(writers);

        var all = Enumerable.Range(1, 8 * 79).Select(static number => (long)number).ToList();
        seen[0].ShouldBe(all);
        seen[1].ShouldBe(all);
    }

    [Fact]
    public async Task JobOfAnotherProcess_IsTellingFasterThanThePace()
    {
        await using var application = await GenerationApplication.CreateAsync();
        await using var one = await application.StartInstanceAsync();
        await using var two = await application.StartInstanceAsync();
        var account = Guid.NewGuid();
        using var follower = one.ClientFor(GenerationApplication.KeyOf(account));
        using var maker = two.ClientFor(GenerationApplication.KeyOf(account));
        using var reader = await EventReader.OpenAsync(follower, "?types=generation.completed");
        var delays = new List<TimeSpan>();
        for (var i = 0; i < 5; i++)
        {
            using (var made = await GenerationApplication.GenerateAsync(maker, "told elsewhere"))
                await made.ShouldBeAsync(System.Net.HttpStatusCode.Created);
            var since = TimeProvider.System.GetTimestamp();
            (await reader.NextAsync()).ShouldNotBeNull();
            delays.Add(TimeProvider.System.GetElapsedTime(since));
        }

        delays.Order().ElementAt(2).ShouldBeLessThan(EventSignals.Pace / 4);
    }

    [Fact]
    public async Task RedisDead_EventsCome_WithinThePace()
    {
        await using var application = await GenerationApplication.CreateAsync(("ConnectionStrings:redis", "127.0.0.1:9,abortConnect=false"));
        await using var instance = await application.StartInstanceAsync();
        var account = Guid.NewGuid();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(account));
        using var reader = await EventReader.OpenAsync(client);
        await application.LogAsync(account, 2);
        var since = TimeProvider.System.GetTimestamp();
        (await reader.NextManyAsync(2)).ShouldBe([1, 2]);
        TimeProvider.System.GetElapsedTime(since).ShouldBeLessThan(EventSignals.Pace + TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task PageOfALongLog_Read_IsFoundByThePrimaryKey()
    {
        await using var application = await GenerationApplication.CreateAsync();
        foreach (var _ in Enumerable.Range(0, 4))
            await application.LogAsync(Guid.NewGuid(), 25_000);
        var plan = await PlanAsync(application.Database, EventLog.Read);
        plan.ShouldContain("pk_events");
        plan.ShouldNotContain("Seq Scan on events");
    }

    /// <summary>The plan that the service's connections use, whatever the values.</summary>
    private static async Task<string> PlanAsync(NpgsqlDataSource database, string sql)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var prepare = new NpgsqlCommand(
            $"ANALYZE generation.events; SET plan_cache_mode = force_generic_plan; PREPARE page (uuid, bigint, bigint, text[], int) AS {sql}", connection);
        await prepare.ExecuteNonQueryAsync();
        await using var explain = new NpgsqlCommand($"EXPLAIN EXECUTE page ('{Guid.NewGuid()}', 10, 5010, NULL, 50)", connection);
        await using var reader = await explain.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }
}
