using NanoBanana.Gateway.Limits;
using StackExchange.Redis;

namespace NanoBanana.Gateway.Tests;

/// <summary>The windows are exact: never more than the limit in any window, and all of it.</summary>
public sealed class SlidingWindowTests : IAsyncLifetime
{
    private ConnectionMultiplexer _redis = null!;
    private RedisWindows _windows = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await ConnectionMultiplexer.ConnectAsync(await TestServers.Redis);
        _windows = new RedisWindows(_redis);
    }

    public ValueTask DisposeAsync()
    {
        _redis.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task ManyAtOnce_OneWindow_AdmitsExactlyItsLimit()
    {
        var window = Window(50, TimeSpan.FromMinutes(1));
        var admissions = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => _windows.TakeAsync([window])));
        admissions.Count(static admission => admission.IsAdmitted).ShouldBe(50);
        admissions.Where(static admission => admission.IsAdmitted).Select(static admission => admission.Remaining).Order()
            .ShouldBe(Enumerable.Range(0, 50));
    }

    [Fact]
    public async Task AnyWindowOfTime_UnderSteadyLoad_NeverHoldsMoreThanTheLimit()
    {
        const int limit = 20;
        var length = TimeSpan.FromMilliseconds(300);
        var window = Window(limit, length);
        var clock = TimeProvider.System;
        var admitted = new List<(long Before, long After)>();
        for (var began = clock.GetTimestamp(); clock.GetElapsedTime(began) < TimeSpan.FromSeconds(2);)
        {
            var before = clock.GetTimestamp();
            if ((await _windows.TakeAsync([window])).IsAdmitted)
                admitted.Add((before, clock.GetTimestamp()));
        }

        // Redis counted each between its two times. Were the one and twenty-first within one window, even the outer times would be.
        admitted.Count.ShouldBeInRange(limit * 5, limit * 7);
        for (var i = 0; i + limit < admitted.Count; i++)
            clock.GetElapsedTime(admitted[i].Before, admitted[i + limit].After).ShouldBeGreaterThanOrEqualTo(length);
    }

    [Fact]
    public async Task TwoWindows_OneFull_CountsIntoNeither()
    {
        var full = Window(1, TimeSpan.FromMinutes(1));
        var open = Window(5, TimeSpan.FromMinutes(1));
        (await _windows.TakeAsync([full])).IsAdmitted.ShouldBeTrue();
        var refused = await _windows.TakeAsync([open, full]);
        refused.IsAdmitted.ShouldBeFalse();
        refused.Window.ShouldBe(full);
        refused.RetryAfter.ShouldBeInRange(TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
        (await _windows.TakeAsync([open])).Remaining.ShouldBe(4);
    }

    [Fact]
    public async Task GivenBack_OneRequest_CanBeTakenAgain()
    {
        var window = Window(1, TimeSpan.FromMinutes(1));
        var first = await _windows.TakeAsync([window]);
        (await _windows.TakeAsync([window])).IsAdmitted.ShouldBeFalse();
        await _windows.GiveBackAsync([window], first.Ticket);
        (await _windows.TakeAsync([window])).IsAdmitted.ShouldBeTrue();
    }

    [Fact]
    public async Task ManyAtOnce_SomeGivenBack_ExactlyThoseCanBeTakenAgain()
    {
        var window = Window(30, TimeSpan.FromMinutes(1));
        var admissions = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _windows.TakeAsync([window])));
        admissions.ShouldAllBe(static admission => admission.IsAdmitted);
        await Task.WhenAll(admissions.Take(10).Select(admission => _windows.GiveBackAsync([window], admission.Ticket)));
        (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _windows.TakeAsync([window])))).Count(static admission => admission.IsAdmitted).ShouldBe(10);
    }

    [Fact]
    public async Task ManyKeysAtOnce_EachIsCountedIntoItsOwnWindows()
    {
        var shared = Window(200, TimeSpan.FromMinutes(1));
        var own = Enumerable.Range(1, 20).Select(static limit => Window(limit, TimeSpan.FromMinutes(1))).ToList();
        var admissions = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => _windows.TakeAsync([shared, own[i % 20]])));

        // Limits of 1 to 20 and 25 requests each admit 210, of which the shared window takes 200.
        admissions.Count(static admission => admission.IsAdmitted).ShouldBe(200);
        for (var i = 0; i < own.Count; i++)
        {
            var admitted = admissions.Where((_, place) => place % 20 == i).Count(static admission => admission.IsAdmitted);
            admitted.ShouldBeLessThanOrEqualTo(own[i].Limit);
            (await _redis.GetDatabase().SortedSetLengthAsync(own[i].RedisKey)).ShouldBe(admitted);
        }
    }

    [Fact]
    public async Task Window_Unused_LeavesNothingInRedis()
    {
        var window = Window(1, TimeSpan.FromMilliseconds(100));
        await _windows.TakeAsync([window]);
        (await _redis.GetDatabase().KeyTimeToLiveAsync(window.RedisKey))!.Value.ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void LocalWindows_InPlaceOfRedis_KeepTheSameRule()
    {
        var local = new LocalWindows(TimeProvider.System);
        var window = Window(3, TimeSpan.FromMinutes(1));
        var admissions = Enumerable.Range(0, 5).Select(_ => local.Take([window])).ToList();
        admissions.Select(static admission => admission.IsAdmitted).ShouldBe([true, true, true, false, false]);
        admissions.Select(static admission => admission.Remaining).ShouldBe([2, 1, 0, 0, 0]);
        local.GiveBack([window], admissions[0].Ticket);
        local.Take([window]).IsAdmitted.ShouldBeTrue();
    }

    private static SlidingWindow Window(int limit, TimeSpan length) => new("test", Guid.NewGuid().ToString("n"), limit, length);
}
