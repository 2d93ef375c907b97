using Npgsql;

namespace NanoBanana.Billing.Data;

/// <summary>Positional parameters without boxing, and the one row that a function answers with.</summary>
internal static class Commands
{
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    /// <summary>The reader, positioned on the only row.</summary>
    public static async Task<NpgsqlDataReader> ReadOneAsync(this NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (await reader.ReadAsync(cancellationToken))
            return reader;
        await reader.DisposeAsync();
        throw new InvalidOperationException("A function of the ledger answered without a row.");
    }

    /// <summary>Every row.</summary>
    public static async Task<List<T>> ReadAllAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }
}
