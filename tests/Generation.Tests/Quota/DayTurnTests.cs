using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Api.Lab.Socket;
using NanoBanana.Generation.Quota;
using NanoBanana.Generation.Tests.Events;
using Npgsql;

namespace NanoBanana.Generation.Tests.Quota;

/// <summary>At midnight, UTC, the sockets of accounts that used something are told that they have a new day.</summary>
public sealed class DayTurnTests(QuotaFixture fixture) : IClassFixture<QuotaFixture>
{
    private static readonly DateTimeOffset BeforeMidnight = new(2031, 3, 31, 23, 59, 59, TimeSpan.Zero);
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task DayThatWasUsed_IsOver_IsToldOnceToTheSocketsOfItsAccountAlone()
    {
        var clock = new TestClock(BeforeMidnight);
        using var turn = TurnOf(clock);
        await UseAsync(_account, BeforeMidnight, used: 7, multiplier: 1);
        var scaled = Guid.NewGuid();
        await UseAsync(scaled, BeforeMidnight, used: 7, multiplier: 0.5m);
        using var socket = await SocketClient.ConnectedAsync(fixture.Usual, _account);
        using var second = await SocketClient.ConnectedAsync(fixture.Usual, _account);
        using var other = await SocketClient.ConnectedAsync(fixture.Usual, scaled);
        using var unused = await SocketClient.ConnectedAsync(fixture.Usual, Guid.NewGuid());

        await turn.LookAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(1));
        await turn.LookAsync(CancellationToken.None);
        await turn.LookAsync(CancellationToken.None);

        foreach (var one in new[] { socket, second })
            Shown(await one.NextAsync("quota:reset")).ShouldBe("50/50 until 2031-04-02T00:00:00Z");
        Shown(await other.NextAsync("quota:reset")).ShouldBe("25/25 until 2031-04-02T00:00:00Z");
        foreach (var one in new[] { socket, second, other, unused })
            await NothingWaitsAsync(one);
    }

    [Fact]
    public async Task DayThatIsUsedAgainAtOnce_IsToldWithWhatIsLeft()
    {
        var clock = new TestClock(BeforeMidnight);
        using var turn = TurnOf(clock);
        using var socket = await SocketClient.ConnectedAsync(fixture.Usual, _account);
        clock.Advance(TimeSpan.FromSeconds(2));
        await UseAsync(_account, clock.GetUtcNow(), used: 2, multiplier: 1);
        await turn.LookAsync(CancellationToken.None);
        Shown(await socket.NextAsync("quota:reset")).ShouldBe("48/50 until 2031-04-02T00:00:00Z");
    }

    [Fact]
    public async Task DayBeforeTheLast_IsToldToNobody()
    {
        var clock = new TestClock(BeforeMidnight);
        using var turn = TurnOf(clock);
        await UseAsync(_account, BeforeMidnight.AddDays(-1), used: 7, multiplier: 1);
        using var socket = await SocketClient.ConnectedAsync(fixture.Usual, _account);
        clock.Advance(TimeSpan.FromSeconds(2));
        await turn.LookAsync(CancellationToken.None);
        await NothingWaitsAsync(socket);
    }

    [Fact]
    public async Task PostgresAway_AtMidnight_IsToldOnceItIsBack()
    {
        var direct = new NpgsqlConnectionStringBuilder(fixture.Application.ConnectionString);
        await using var gate = new TcpGate(new Uri($"http://{direct.Host}:{direct.Port}"));
        var gated = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Host = gate.Address.Host, Port = gate.Address.Port, Timeout = 1, CommandTimeout = 1 };
        await using var database = NpgsqlDataSource.Create(gated);
        var clock = new TestClock(BeforeMidnight);
        using var turn = TurnOf(clock, new QuotaStore(database));
        await UseAsync(_account, BeforeMidnight, used: 1, multiplier: 1);
        using var socket = await SocketClient.ConnectedAsync(fixture.Usual, _account);

        gate.Shut();
        clock.Advance(TimeSpan.FromHours(1));
        await Should.ThrowAsync<NpgsqlException>(() => turn.LookAsync(CancellationToken.None));
        await NothingWaitsAsync(socket);
        gate.Open();
        await turn.LookAsync(CancellationToken.None);

        Shown(await socket.NextAsync("quota:reset")).ShouldBe("50/50 until 2031-04-02T00:00:00Z");
    }

    [Fact]
    public async Task RunningService_AtMidnight_TellsByItself()
    {
        var clock = new TestClock(BeforeMidnight);
        using var turn = TurnOf(clock);
        await UseAsync(_account, BeforeMidnight, used: 1, multiplier: 1);
        using var socket = await SocketClient.ConnectedAsync(fixture.Usual, _account);
        await turn.StartAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(1));
        Shown(await socket.NextAsync("quota:reset")).ShouldBe("50/50 until 2031-04-02T00:00:00Z");
        await turn.StopAsync(CancellationToken.None);
        fixture.Usual.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<DayTurn>().Count().ShouldBe(1);
    }

    private DayTurn TurnOf(TestClock clock, QuotaStore? store = null)
    {
        var services = fixture.Usual.Services;
        return new DayTurn(
            services.GetRequiredService<AccountPushes>(), store ?? services.GetRequiredService<QuotaStore>(), services.GetRequiredService<IOptions<QuotaOptions>>(),
            clock, NullLogger<DayTurn>.Instance);
    }

    private Task UseAsync(Guid account, DateTimeOffset at, int used, decimal multiplier) => fixture.Application.ScalarAsync($"""
        INSERT INTO generation.quotas (account_id, day, used, day_limit, multiplier)
        VALUES (@a, '{DateOnly.FromDateTime(at.UtcDateTime):O}', {used}, 50, {multiplier.ToString(CultureInfo.InvariantCulture)})
        """, ("a", account));

    private static string Shown(JsonNode payload) => $"{payload["remaining"]}/{payload["limit"]} until {payload["resets_at"]}";

    /// <summary>What is asked for now is the next that comes.</summary>
    private static async Task NothingWaitsAsync(SocketClient socket)
    {
        await socket.SendAsync("ping");
        await socket.NextAsync("pong");
    }
}
