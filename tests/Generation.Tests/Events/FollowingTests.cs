using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Tests.Jobs;
using Npgsql;

namespace NanoBanana.Generation.Tests.Events;

/// <summary>Those who follow while a store is away, and what is counted of them.</summary>
public sealed class FollowingTests
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task PostgresAway_StreamAndSocket_StayAndGoOnWhereTheyWere()
    {
        await using var application = await GenerationApplication.CreateAsync();
        var direct = new NpgsqlConnectionStringBuilder(application.Database.ConnectionString) { Password = new NpgsqlConnectionStringBuilder(await TestServers.Postgres).Password };
        await using var gate = new TcpGate(new Uri($"http://{direct.Host}:{direct.Port}"));
        var gated = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Host = gate.Address.Host, Port = gate.Address.Port, Timeout = 1 };
        await using var instance = await application.StartInstanceAsync(
            ("ConnectionStrings:generationdb", gated.ConnectionString), ("Events:HeartbeatSeconds", "1"));
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        using var reader = await EventReader.OpenAsync(client);
        using var socket = await SocketClient.ConnectedAsync(instance, _account);
        await socket.SendAsync("ping");
        await socket.NextAsync("pong");
        await application.LogAsync(_account);
        (await reader.NextManyAsync(1)).ShouldBe([1]);
        await socket.SendAsync("subscribe", new { channel = "events", after = 1 });
        await socket.NextAsync("subscribed");

        gate.Shut();
        await application.LogAsync(_account, 3);
        await socket.SendAsync("subscribe", new { channel = "task", task_id = "gen_" + Guid.NewGuid() });
        ((string)(await socket.UntilAsync("error"))[^1]["payload"]!["code"]!).ShouldBe("service_unavailable");
        var signs = reader.Heartbeats;
        var next = reader.NextManyAsync(3, seconds: 30);
        await application.EventuallyAsync(() => Task.FromResult(reader.Heartbeats > signs), "the stream lives on");
        gate.Open();
        (await next).ShouldBe([2, 3, 4]);
        foreach (var number in (long[])[2, 3, 4])
            ((long)(await socket.UntilAsync("event"))[^1]["payload"]!["sequence"]!).ShouldBe(number);
    }

    [Fact]
    public async Task StreamAndSocket_OpenedToldAndClosed_AreCounted()
    {
        await using var application = await GenerationApplication.CreateAsync();
        await using var instance = await application.StartInstanceAsync();
        var meters = instance.Services.GetRequiredService<IMeterFactory>();
        var figures = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name.StartsWith("nanobanana.events.", StringComparison.Ordinal))
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, 1, tags));
        listener.Start();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        using var reader = await EventReader.OpenAsync(client);
        using (var socket = await SocketClient.ConnectedAsync(instance, _account))
        {
            (figures["followers stream"], figures["followers socket"]).ShouldBe((1, 1));
            await socket.SendAsync("subscribe", new { channel = "events" });
            await socket.NextAsync("subscribed");
            await socket.SendAsync("generate", new { prompt = "counted" });
            while ((string)(await socket.UntilAsync("event"))[^1]["payload"]!["type"]! != "generation.completed")
            {
            }

            await application.EventuallyAsync(() => Task.FromResult(figures.GetValueOrDefault("delivered socket") >= 3), "what was told is counted", seconds: 5);
            await reader.NextManyAsync(3);
        }

        reader.Dispose();
        await application.EventuallyAsync(
            () => Task.FromResult((figures["followers stream"], figures["followers socket"]) == (0, 0)), "nobody follows any more", seconds: 5);
        figures["delivered stream"].ShouldBeGreaterThanOrEqualTo(3);
        figures["lag stream"].ShouldBeGreaterThanOrEqualTo(1);

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var name = $"{instrument.Name["nanobanana.events.".Length..]} {tags[0].Value}";
            figures.AddOrUpdate(name, value, (_, sum) => sum + value);
        }
    }

    [Fact]
    public async Task SocketOfAnHour_IsClosedToComeAgain()
    {
        await using var application = await GenerationApplication.CreateAsync();
        await using var instance = await application.StartInstanceAsync(("Events:LifetimeSeconds", "1"));
        using var client = await SocketClient.ConnectedAsync(instance, _account);
        (await client.ClosedAsync()).ShouldBe(1000);
    }
}
