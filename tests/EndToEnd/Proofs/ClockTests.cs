using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>The clock of one process's machine jumps while everything runs: no token, key, window, lease, hold or link notices.</summary>
public sealed class ClockTests(ClockFixture fixture) : IClassFixture<ClockFixture>
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData("identity", 1, -1)]
    [InlineData("keys", 1, -1)]
    [InlineData("billing", 1, -1)]
    [InlineData("generation", 1, -1, 25)]
    [InlineData("gateway", 1, -1)]
    public async Task ClockOfOneProcess_Jumps_NothingNotices(string service, params int[] hours)
    {
        var begun = Now;
        var customer = await Customer.ArriveAsync(fixture.System);
        var made = new List<JsonNode> { await customer.OrderAsync("order-0") };
        try
        {
            foreach (var ahead in hours)
            {
                await JumpAsync(service, ahead, customer, made);
                JsonNode.DeepEquals(await customer.OrderAsync("order-0"), made[0]).ShouldBeTrue();
                await ShouldBeKeptAsync(made);
            }
        }
        finally
        {
            await fixture.SetClockAsync(service, TimeSpan.Zero);
        }

        made.Add(await customer.OrderAsync("last"));
        (await customer.AvailableAsync()).ShouldBe(customer.AvailableAtFirst - (made.Count * 20));
        var books = await fixture.System.SettledBooksAsync();
        books.ShouldBalance();
        books.Jobs.Count(job => job.AccountId == customer.Account.Id && job.State == "succeeded").ShouldBe(made.Count);
        await ShouldBeDatedAsync(customer, begun, made.Count);
    }

    [Fact]
    public async Task RememberedKey_GatewayAnHourBehind_EndsAtItsTime()
    {
        var customer = await Customer.ArriveAsync(fixture.System);
        var (id, key) = await customer.Account.CreateKeyAsync("Ends soon");
        using var client = fixture.System.ClientWith(key);
        try
        {
            await fixture.SetClockAsync("gateway", TimeSpan.FromHours(-1));
            await using var keys = NpgsqlDataSource.Create(fixture.System.KeysDatabase);
            await using var end = keys.CreateCommand("UPDATE keys.api_keys SET expires_at = now() + interval '4 seconds' WHERE id = $1");
            end.Parameters.Add(new() { Value = id });
            await end.ExecuteNonQueryAsync();

            await client.GetJsonAsync("/v1/generations");
            await Calls.EventuallyAsync(async () =>
            {
                using var response = await client.GetAsync(new Uri("/v1/generations", UriKind.Relative));
                return response.ErrorCode() == "auth.expired_key";
            }, "the key ends", seconds: 8);
        }
        finally
        {
            await fixture.SetClockAsync("gateway", TimeSpan.Zero);
        }
    }

    /// <summary>Orders that are with the provider when the clock jumps, some in each generation process, and some that begin after it.</summary>
    private async Task JumpAsync(string service, int hours, Customer customer, List<JsonNode> made)
    {
        var provider = fixture.Gemini.Switchboard;
        var (called, running) = (provider.Count, new List<Task<JsonNode>>());
        var letGo = new TaskCompletionSource();
        provider.Until = letGo.Task;
        try
        {
            do
            {
                running.Add(customer.OrderAsync($"order-{made.Count + running.Count}"));
                await await Task.WhenAny(provider.WaitForRequestsAsync(called + running.Count), running[^1]);
            }
            while (await RunningProcessesAsync() < 2 && running.Count < 10);
            (await RunningProcessesAsync()).ShouldBe(2);
            await fixture.SetClockAsync(service, TimeSpan.FromHours(hours));

            var name = $"order-{made.Count + running.Count}";
            var repeat = customer.OrderAsync(name);
            running.Add(customer.OrderAsync(name));
            await customer.SignInAsync();
            using var newKey = await customer.NewKeyClientAsync();
            await newKey.GetJsonAsync("/v1/generations");

            // Time for each generation process to look for deserted jobs.
            await Task.Delay(ClockFixture.TakeoverPace);
            letGo.SetResult();
            made.AddRange(await Task.WhenAll(running));
            JsonNode.DeepEquals(await repeat, made[^1]).ShouldBeTrue();
            (provider.Count - called).ShouldBe(running.Count);
        }
        finally
        {
            letGo.TrySetResult();
        }
    }

    /// <summary>The process whose clock is tested stored some of them, and its signed addresses open all of them.</summary>
    private async Task ShouldBeKeptAsync(IEnumerable<JsonNode> made)
    {
        using var generation = fixture.System.ServiceClient("generation");
        foreach (var job in made)
        {
            var bytes = await generation.GetByteArrayAsync(new Uri(new Uri((string)job["url"]!).PathAndQuery, UriKind.Relative));
            bytes.AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        }
    }

    /// <summary>What was recorded happened when it happened.</summary>
    private async Task ShouldBeDatedAsync(Customer customer, DateTimeOffset begun, int jobs)
    {
        await using var billing = NpgsqlDataSource.Create(fixture.System.BillingDatabase);
        await using var usage = billing.CreateCommand("""
            SELECT count(*) FROM billing.usage_records WHERE account_id = $1 AND completed_at BETWEEN $2 AND $3
                AND day = (completed_at AT TIME ZONE 'UTC')::date AND duration_ms BETWEEN 0 AND 60000
            """);
        usage.Parameters.Add(new() { Value = customer.Account.Id });
        usage.Parameters.Add(new() { Value = begun - Tolerance });
        usage.Parameters.Add(new() { Value = Now + Tolerance });

        // A settlement whose answer was lost is told again ten seconds later.
        await Calls.EventuallyAsync(async () => (long)(await usage.ExecuteScalarAsync())! == jobs, $"all {jobs} jobs are recorded and dated right", seconds: 20);

        await Calls.EventuallyAsync(async () =>
        {
            var keys = (await customer.KeysAsync()).Select(static key => (string?)key!["last_used_at"]).ToList();
            return keys.TrueForAll(used => used is not null && DateTimeOffset.Parse(used, CultureInfo.InvariantCulture) is var at
                && at > begun - Tolerance && at < Now + Tolerance);
        }, "every key's last use is dated right");
    }

    private async Task<long> RunningProcessesAsync()
    {
        await using var generation = NpgsqlDataSource.Create(fixture.System.GenerationDatabase);
        await using var command = generation.CreateCommand("SELECT count(DISTINCT lease_owner) FROM generation.jobs WHERE state = 'running'");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
