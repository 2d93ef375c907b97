using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Gateway.Admin;

namespace NanoBanana.Gateway.Tests;

/// <summary>What the gateway reckons of its last minute.</summary>
public sealed class RequestMeterTests
{
    [Fact]
    public void Requests_OfTheLastMinuteAlone_AreCountedAndAveraged()
    {
        var clock = new Stopwatch();
        using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var meter = new RequestMeter(clock, provider.GetRequiredService<IMeterFactory>());
        meter.LastMinute().ShouldBe((0, 0));

        meter.Served(TimeSpan.FromMilliseconds(10));
        clock.Seconds += 30;
        meter.Served(TimeSpan.FromMilliseconds(20));
        meter.Served(TimeSpan.FromMilliseconds(30));
        meter.LastMinute().ShouldBe((3, 20));

        clock.Seconds += 31;
        meter.LastMinute().ShouldBe((2, 25));
        clock.Seconds += 60;
        meter.LastMinute().ShouldBe((0, 0));
    }

    [Fact]
    public void Connections_OfThisServerAlone_AreCounted()
    {
        using var mine = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var others = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var meter = new RequestMeter(TimeProvider.System, mine.GetRequiredService<IMeterFactory>());
        foreach (var (owner, count) in new[] { (mine, 3), (others, 5) })
            owner.GetRequiredService<IMeterFactory>().Create("Microsoft.AspNetCore.Server.Kestrel").CreateUpDownCounter<long>("kestrel.active_connections").Add(count);
        meter.ActiveConnections.ShouldBe(3);
    }

    private sealed class Stopwatch : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
