using NanoBanana.ServiceDefaults.Data;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Templates;

/// <summary>Reads pages of templates. A page costs what lies before it and not what there is.</summary>
internal sealed partial class TemplatePages(NpgsqlDataSource database)
{
    public async Task<TemplatePage> ReadAsync(Guid accountId, TemplateQuery query, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = query.Search is null ? null : await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (query.Search is not null)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(SearchPlan.Anew));
        Guid[] owners = query.OnlyPublic || accountId == Guid.Empty ? [Guid.Empty] : [Guid.Empty, accountId];
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Categories) { Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = owners } } });
        batch.BatchCommands.Add(PageCommand(accountId, owners, query));
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var categories = new List<string>();
        while (await row.ReadAsync(cancellationToken))
            categories.Add(row.GetString(0));
        await row.NextResultAsync(cancellationToken);

        // One row with the total alone when there is nothing on the page.
        await row.ReadAsync(cancellationToken);
        var total = row.GetInt64(0);
        var items = new List<ListedTemplate>();
        if (row.IsDBNull(1))
            return new TemplatePage(items, total, categories);
        do
            items.Add(Listed(row));
        while (await row.ReadAsync(cancellationToken));
        return new TemplatePage(items, total, categories);
    }

    private static NpgsqlBatchCommand PageCommand(Guid accountId, Guid[] owners, TemplateQuery query)
    {
        var byCategory = query.Category is not null;
        var sql = query.Search is { } search
            ? Search(query.OnlyPublic, byCategory, SearchText.IsIndexed(search))
            : Page(query.OnlyPublic, byCategory);
        return new NpgsqlBatchCommand(sql)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid[]> { TypedValue = owners },
                new NpgsqlParameter<Guid> { TypedValue = accountId },
                new NpgsqlParameter<int> { TypedValue = query.Limit },

                // Limit and offset are added up.
                new NpgsqlParameter<long> { TypedValue = query.Offset },
                new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = query.Category ?? (object)DBNull.Value },
                new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = query.Search is null ? DBNull.Value : SearchText.Pattern(query.Search) },
            },
        };
    }

    private static ListedTemplate Listed(NpgsqlDataReader row) => new(
        row.GetGuid(1), row.GetGuid(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4), row.IsDBNull(5) ? null : row.GetString(5),
        row.GetFieldValue<string[]>(6), row.GetBoolean(7), row.GetInt64(8));
}
