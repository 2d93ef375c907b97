using System.Diagnostics;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>Statements of many callers in one transaction: fewer commits, and still everybody's own answer and error.</summary>
public sealed class GroupedStatementTests : IAsyncLifetime
{
    private const string Insert = """
        INSERT INTO numbers (value) SELECT value FROM unnest($1) AS new (value) WHERE value <> 13
        RETURNING array_position($1, value), value * 2
        """;

    private readonly string _schema = $"grouped_{Guid.NewGuid():n}";
    private NpgsqlDataSource _database = null!;
    private GroupedStatement<int, int?> _doubles = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = new NpgsqlConnectionStringBuilder(await TestServers.Postgres) { SearchPath = _schema };
        _database = NpgsqlDataSource.Create(settings.ConnectionString);
        _doubles = new(_database, Insert, static (parameters, asked) => parameters.With(asked, static value => value), static row => row.GetInt32(1));
        await ExecuteAsync($"CREATE SCHEMA {_schema}; CREATE TABLE numbers (value int PRIMARY KEY CHECK (value > 0))");
    }

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync($"DROP SCHEMA {_schema} CASCADE");
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task CallersAtOnce_ShareTransactions_AndGetTheirOwnAnswers()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 200).Select(value => _doubles.AskAsync(value, CancellationToken.None)));

        answers.ShouldBe(Enumerable.Range(1, 200).Select(static value => value == 13 ? null : (int?)(value * 2)));
        (await ScalarAsync("SELECT count(*) FROM numbers")).ShouldBe(199);
        (await ScalarAsync("SELECT count(DISTINCT xmin::text) FROM numbers")).ShouldBeLessThan(50);
    }

    [Fact]
    public async Task OneThatIsRefused_FailsAlone()
    {
        var good = Enumerable.Range(101, 20).Select(value => _doubles.AskAsync(value, CancellationToken.None)).ToList();
        var bad = _doubles.AskAsync(-1, CancellationToken.None);
        good.AddRange(Enumerable.Range(121, 20).Select(value => _doubles.AskAsync(value, CancellationToken.None)));

        (await Should.ThrowAsync<PostgresException>(bad)).SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
        (await Task.WhenAll(good)).ShouldBe(Enumerable.Range(101, 40).Select(static value => (int?)(value * 2)));
    }

    [Fact]
    public async Task OneThatWaitsForALock_WaitsAlone()
    {
        await using var holder = await _database.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using var holding = new NpgsqlCommand("INSERT INTO numbers VALUES (7)", holder);
        await holding.ExecuteNonQueryAsync();

        var waiting = _doubles.AskAsync(7, CancellationToken.None);
        var took = Stopwatch.StartNew();
        (await Task.WhenAll(Enumerable.Range(20, 40).Select(value => _doubles.AskAsync(value, CancellationToken.None)))).Length.ShouldBe(40);

        took.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        waiting.IsCompleted.ShouldBeFalse();
        await transaction.RollbackAsync();
        (await waiting).ShouldBe(14);
    }

    [Fact]
    public async Task LostConnection_FailsForAllOfTheGroup_AndTheNextGroupHasAnother()
    {
        await using var holder = await _database.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using var holding = new NpgsqlCommand("INSERT INTO numbers VALUES (7)", holder);
        await holding.ExecuteNonQueryAsync();
        var lost = _doubles.AskAsync(7, CancellationToken.None);
        const string Waiting = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%INTO numbers%' AND query LIKE '%unnest%'";
        while (await ScalarAsync(Waiting) == 0)
            await Task.Delay(5);

        (await Should.ThrowAsync<PostgresException>(lost)).SqlState.ShouldBe(PostgresErrorCodes.AdminShutdown);
        await transaction.RollbackAsync();
        (await _doubles.AskAsync(7, CancellationToken.None)).ShouldBe(14);
    }

    [Fact]
    public async Task CallerThatLeaves_TakesNothingFromTheOthers()
    {
        var gone = new CancellationToken(canceled: true);
        var calls = Enumerable.Range(1, 10).Select(value => _doubles.AskAsync(value, gone)).ToList();

        (await _doubles.AskAsync(20, CancellationToken.None)).ShouldBe(40);
        foreach (var (each, value) in calls.Zip(Enumerable.Range(1, 10)))
        {
            // An answer that was quicker than the caller's leave is given, and is the caller's own.
            if (await Record.ExceptionAsync(() => each) is { } left)
                left.ShouldBeAssignableTo<OperationCanceledException>();
            else
                (await each).ShouldBe(2 * value);
        }

        // Theirs was on its way, and nobody undoes it.
        (await ScalarAsync("SELECT count(*) FROM numbers")).ShouldBe(11);
    }

    [Fact]
    public async Task WhatFailsToCommit_IsNotAnswered()
    {
        await ExecuteAsync("CREATE TABLE late (value int UNIQUE DEFERRABLE INITIALLY DEFERRED); INSERT INTO late VALUES (3)");
        var late = new GroupedStatement<int, int?>(
            _database, "INSERT INTO late SELECT * FROM unnest($1) AS new (value) RETURNING array_position($1, value), value",
            static (parameters, asked) => parameters.With(asked, static value => value), static row => row.GetInt32(1));

        (await Should.ThrowAsync<PostgresException>(late.AskAsync(3, CancellationToken.None))).SqlState.ShouldBe(PostgresErrorCodes.UniqueViolation);
        (await late.AskAsync(4, CancellationToken.None)).ShouldBe(4);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> ScalarAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
