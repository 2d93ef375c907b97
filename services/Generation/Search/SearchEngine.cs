using NanoBanana.ServiceDefaults.Data;
using Npgsql;

namespace NanoBanana.Generation.Search;

/// <summary>Searches several types in one trip and merges what they have. Each statement is planned for its words (<see cref="SearchPlan"/>).</summary>
internal sealed partial class SearchEngine(NpgsqlDataSource database)
{
    /// <summary>As many of a type are weighed, the newest; older ones follow with a score of 0.</summary>
    public const int Weighed = 200;

    public async Task<SearchPage> RankAsync(
        IReadOnlyList<ISearched> types, SearchQuery query, int limit, int offset, CancellationToken cancellationToken)
    {
        var (all, totals) = (new List<Ranked>(), new Dictionary<string, long>(StringComparer.Ordinal));
        await ReadAsync(types, type => Command(Rank(type, query), type, query, Take(limit, offset)), (type, row) =>
        {
            totals[type.Type] = row.GetInt64(0);
            if (!row.IsDBNull(1))
                all.Add(new Ranked(type.Type, row.GetString(1), row.IsDBNull(2) ? null : row.GetFieldValue<DateTimeOffset>(2), row.GetDouble(3)));
        }, cancellationToken);
        var page = all
            .OrderByDescending(static item => item.Score)
            .ThenByDescending(static item => item.CreatedAt ?? DateTimeOffset.MinValue)
            .ThenByDescending(static item => item.Id, StringComparer.Ordinal)
            .Skip(offset).Take(limit);
        return new SearchPage([.. page], totals);
    }

    /// <summary>The most frequent first.</summary>
    public async Task<IReadOnlyList<Suggestion>> SuggestAsync(
        IReadOnlyList<ISearched> types, SearchQuery query, int limit, CancellationToken cancellationToken)
    {
        var all = new List<Suggestion>();
        await ReadAsync(types, type =>
        {
            var command = Command(Suggest(type, query), type, query, limit);
            query.Terms.AddBeginning(command.Parameters);
            return command;
        }, (type, row) => all.Add(new Suggestion(row.GetString(0), type.Type, row.GetInt64(1))), cancellationToken);
        return [.. all.OrderByDescending(static item => item.Count).ThenBy(static item => item.Text, StringComparer.Ordinal).Take(limit)];
    }

    private async Task ReadAsync(
        IReadOnlyList<ISearched> types, Func<ISearched, NpgsqlBatchCommand> command, Action<ISearched, NpgsqlDataReader> read, CancellationToken cancellationToken)
    {
        if (types.Count == 0)
            return;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(SearchPlan.Anew));
        foreach (var type in types)
            batch.BatchCommands.Add(command(type));
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var type in types)
        {
            while (await row.ReadAsync(cancellationToken))
                read(type, row);
            await row.NextResultAsync(cancellationToken);
        }
    }

    private static NpgsqlBatchCommand Command(string sql, ISearched type, SearchQuery query, int take)
    {
        var command = new NpgsqlBatchCommand(sql);
        query.Terms.AddTo(command.Parameters);
        type.AddParameters(query, command.Parameters);
        command.Parameters.AddWithValue("take", take);
        return command;
    }
}
