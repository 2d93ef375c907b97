using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Keys.Data;
using NanoBanana.LocalServers;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.ServiceDefaults.Redis;
using NanoBanana.ServiceDefaults.Time;

namespace NanoBanana.ServiceDefaults.Tests.Time;

/// <summary>Which time a service tells, as it is composed.</summary>
public sealed class SharedClockTests
{
    private readonly MachineClock _machine = new() { Ahead = TimeSpan.FromHours(1) };

    [Fact]
    public async Task WithADatabase_Started_TellsItsTimeFromTheFirstRequestOn()
    {
        await using var service = await StartAsync(builder => builder.AddNpgsqlDbContext<KeysDbContext>("keysdb"), await TestServers.Postgres, redis: null);

        ShouldBeRight(service);
    }

    [Fact]
    public async Task WithRedisAlone_Started_TellsItsTimeFromTheFirstRequestOn()
    {
        await using var service = await StartAsync(builder => builder.AddRedisClient("redis"), postgres: null, await TestServers.Redis);

        ShouldBeRight(service);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WithBoth_InEitherOrder_TheDatabaseDecides(bool redisFirst)
    {
        await using var service = await StartAsync(builder =>
        {
            if (redisFirst)
                builder.AddRedisClient("redis");
            builder.AddNpgsqlDbContext<KeysDbContext>("keysdb");
            if (!redisFirst)
                builder.AddRedisClient("redis");
        }, await TestServers.Postgres, await TestServers.Redis);

        service.Services.GetRequiredService<ITimeReference>().ShouldBeOfType<PostgresTime>();
    }

    [Fact]
    public async Task ServerAway_Started_ServesByTheMachinesClockAtOnce()
    {
        var clock = Stopwatch.StartNew();
        await using var service = await StartAsync(
            builder => builder.AddNpgsqlDbContext<KeysDbContext>("keysdb"), $"Host=127.0.0.1;Port={Ports.Free()}", redis: null);

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        service.Services.GetRequiredService<TimeProvider>().GetUtcNow().ShouldBe(_machine.GetUtcNow(), TimeSpan.FromSeconds(1));
        using var client = service.CreateClient();
        (await client.GetAsync(new Uri("/alive", UriKind.Relative))).IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task ClockOfATest_Registered_IsTheOneThatCounts()
    {
        await using var service = await TestService.StartAsync(
            "clock", static _ => { }, static _ => { }, new Dictionary<string, string?>(StringComparer.Ordinal),
            services => services.AddSingleton<TimeProvider>(_machine));

        service.Services.GetRequiredService<TimeProvider>().ShouldBeSameAs(_machine);
    }

    private Task<TestService> StartAsync(Action<WebApplicationBuilder> add, string? postgres, string? redis) => TestService.StartAsync(
        "clock", add, static _ => { },
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings:keysdb"] = postgres, ["ConnectionStrings:redis"] = redis },
        services => services.AddSingleton(new SharedClock(_machine)));

    private static void ShouldBeRight(TestService service) =>
        service.Services.GetRequiredService<TimeProvider>().GetUtcNow().ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(1));
}
