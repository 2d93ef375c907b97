using Npgsql;

namespace NanoBanana.ServiceDefaults.Time;

/// <summary>The clock that dates rows, leases and holds.</summary>
internal sealed class PostgresTime(NpgsqlDataSource database) : ITimeReference
{
    public string Name => "Postgres";

    public async Task<ClockSample> SampleAsync(CancellationToken cancellationToken)
    {
        // Waiting for a connection is no part of the round trip.
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        var asked = TimeProvider.System.GetTimestamp();
        var told = (DateTime)(await command.ExecuteScalarAsync(cancellationToken))!;
        return ClockSample.Of(new DateTimeOffset(told), asked, TimeProvider.System.GetTimestamp());
    }
}
