using System.Text;
using Npgsql;
using Shouldly;
using StackExchange.Redis;

namespace NanoBanana.Testing.Secrets;

/// <summary>What a system left behind, by place, so that a finding says where it is.</summary>
public sealed class SecretHaystack
{
    private readonly List<(string Place, byte[] Bytes)> _places = [];

    public IEnumerable<string> Places => _places.Select(static place => place.Place);

    public long Length => _places.Sum(static place => (long)place.Bytes.Length);

    public void Add(string place, byte[] bytes)
    {
        lock (_places)
            _places.Add((place, bytes));
    }

    public void Add(string place, string text) => Add(place, Encoding.UTF8.GetBytes(text));

    /// <summary>Every row of every table of a database, as Postgres prints it; columns of bytes are hex there.</summary>
    public async Task AddDatabaseAsync(string name, string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        var tables = await ReadAsync(database, """
            SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
            WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
            """);
        tables.ShouldNotBeEmpty();
        foreach (var table in tables)
        {
            var rows = await ReadAsync(database, $"SELECT to_jsonb(r)::text || E'\\n' || r::text FROM {table} AS r");
            Add($"{name} {table}", string.Join('\n', rows));
        }
    }

    /// <summary>Every key and value of a Redis.</summary>
    public async Task AddRedisAsync(string connectionString)
    {
        using var redis = await ConnectionMultiplexer.ConnectAsync(connectionString);
        var database = redis.GetDatabase();
        foreach (var key in redis.GetServer(redis.GetEndPoints()[0]).Keys())
        {
            var dump = await database.KeyDumpAsync(key);
            Add($"redis {key}", [.. Encoding.UTF8.GetBytes((string)key! + "\n"), .. dump ?? [], .. Encoding.UTF8.GetBytes("\n" + await ValueAsync(database, key))]);
        }
    }

    /// <summary>Every file below a folder, with its name.</summary>
    public void AddFolder(string name, string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var path in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
            Add($"{name} {Path.GetRelativePath(folder, path)}", [.. Encoding.UTF8.GetBytes(path + "\n"), .. File.ReadAllBytes(path)]);
    }

    /// <summary>One line for each secret in each place; a finding never prints what it found.</summary>
    public IReadOnlyList<string> Find(SecretSearch search) =>
        [.. _places.SelectMany(place => search.In(place.Bytes).Select(name => $"{place.Place}: {name}"))];

    private static async Task<List<string>> ReadAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.IsDBNull(0) ? "" : reader.GetString(0));
        return rows;
    }

    /// <summary>The dump compresses long texts; these types hold ours.</summary>
    private static async Task<string> ValueAsync(IDatabase database, RedisKey key) => await database.KeyTypeAsync(key) switch
    {
        RedisType.String => (string?)await database.StringGetAsync(key) ?? "",
        RedisType.Hash => string.Join('\n', await database.HashGetAllAsync(key)),
        RedisType.List => string.Join('\n', await database.ListRangeAsync(key)),
        RedisType.Set => string.Join('\n', await database.SetMembersAsync(key)),
        RedisType.SortedSet => string.Join('\n', await database.SortedSetRangeByRankAsync(key)),
        var other => throw new InvalidOperationException($"A value of type {other} cannot be searched."),
    };
}
