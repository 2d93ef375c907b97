using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanoBanana.ServiceDefaults.Time;
using Npgsql;

namespace NanoBanana.ServiceDefaults.Tests.Time;

/// <summary>The shared clock on a machine whose own clock cannot be trusted.</summary>
public sealed class ClockKeeperTests : IDisposable
{
    private readonly MachineClock _machine = new();
    private readonly LogLines _log = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SharedClock _clock;
    private readonly ClockMetrics _metrics;

    public ClockKeeperTests()
    {
        _clock = new SharedClock(_machine);
        _metrics = new ClockMetrics(_services.GetRequiredService<IMeterFactory>());
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _services.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task MachineJumps_Time_StaysTheServers(int hours)
    {
        using var keeper = Keeper(await TestServers.Postgres);
        await keeper.LookAsync(CancellationToken.None);
        _machine.Ahead = TimeSpan.FromHours(hours);

        ShouldBeRight();
        _clock.Offset.TotalHours.ShouldBe(hours, tolerance: 0.01);
        await keeper.LookAsync(CancellationToken.None);
        ShouldBeRight();
        Gauge().ShouldBe(hours * 3600, tolerance: 1);
    }

    [Fact]
    public async Task MachineJumps_Log_WarnsOnceAndSaysWhenItIsOver()
    {
        using var keeper = Keeper(await TestServers.Postgres);
        await keeper.LookAsync(CancellationToken.None);
        _log.Lines.ShouldBeEmpty();

        _machine.Ahead = TimeSpan.FromHours(1);
        for (var i = 0; i < 3; i++)
            await keeper.LookAsync(CancellationToken.None);
        _log.Lines.ShouldHaveSingleItem().ShouldMatch("^Warning 120: .* clock is 3(599|600).* s ahead of Postgres's");

        _machine.Ahead = TimeSpan.FromHours(-1);
        await keeper.LookAsync(CancellationToken.None);
        _log.Lines.Count.ShouldBe(2);

        _machine.Ahead = TimeSpan.Zero;
        await keeper.LookAsync(CancellationToken.None);
        _log.Lines[^1].ShouldStartWith("Information 121:");
    }

    [Fact]
    public async Task ServerComesLate_Time_IsTheMachinesAndThenTheServers()
    {
        var name = $"test_late_{Guid.NewGuid():n}";
        _machine.Ahead = TimeSpan.FromHours(1);
        using var keeper = Keeper(new NpgsqlConnectionStringBuilder(await TestServers.Postgres) { Database = name, Pooling = false }.ConnectionString);

        await keeper.LookAsync(CancellationToken.None);
        _clock.GetUtcNow().ShouldBe(_machine.GetUtcNow(), TimeSpan.FromSeconds(1));
        _clock.Offset.ShouldBe(TimeSpan.Zero);

        await using var maintenance = NpgsqlDataSource.Create(await TestServers.Postgres);
        await using var create = maintenance.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync();
        await keeper.LookAsync(CancellationToken.None);
        ShouldBeRight();
    }

    private ClockKeeper Keeper(string connectionString) =>
        new(_clock, _metrics, _log, new PostgresTime(NpgsqlDataSource.Create(connectionString)));

    private void ShouldBeRight() => _clock.GetUtcNow().ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(1));

    private double Gauge()
    {
        var last = double.NaN;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "nanobanana.clock.offset" && instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>())
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => last = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return last;
    }

    private sealed class LogLines : ILogger<ClockKeeper>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel} {eventId.Id}: {formatter(state, exception)}");
    }
}
