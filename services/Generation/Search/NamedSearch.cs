using Npgsql;

namespace NanoBanana.Generation.Search;

/// <summary>What has a name, a description and an owner, and is private or public: two stretches that share no row.</summary>
/// <param name="type">Its name on the wire.</param>
/// <param name="table">Without its schema.</param>
/// <param name="cover">The column of a picture's address; <c>NULL</c> for none.</param>
internal abstract class NamedSearch(NpgsqlDataSource database, string type, string table, string cover) : ISearched
{
    private readonly string _show = $"""
        SELECT id, name, description, {cover} FROM generation.{table} WHERE id = ANY (@ids) AND (is_public OR account_id = @account)
        """;

    public string Type => type;

    public string Texts { get; } = $"SELECT name AS title, search_text AS text FROM generation.{table} WHERE {table}.id = newest.id::uuid";

    public string Found(SearchQuery query)
    {
        var (everybodys, own) = (Branch(query.Terms, "is_public"), Branch(query.Terms, "NOT is_public AND account_id = @account"));
        return $"""
            SELECT id::text AS id, created_at FROM (({everybodys}) UNION ALL ({own})) AS merged
            ORDER BY created_at DESC, merged.id DESC LIMIT {SearchStretch.Most}
            """;
    }

    public void AddParameters(SearchQuery query, NpgsqlParameterCollection parameters) => parameters.AddWithValue("account", query.AccountId);

    public async Task<IReadOnlyDictionary<string, FoundItem>> ShowAsync(SearchQuery query, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(_show);
        command.Parameters.AddWithValue("ids", ids.Select(Guid.Parse).ToArray());
        command.Parameters.AddWithValue("account", query.AccountId);
        var items = new Dictionary<string, FoundItem>(StringComparer.Ordinal);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var (name, description) = (row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2));
            items[row.GetGuid(0).ToString("D")] = new FoundItem(name, description, Url: null, row.IsDBNull(3) ? null : row.GetString(3), [name, description]);
        }

        return items;
    }

    private string Branch(SearchTerms terms, string where) => terms.FoundIn(new SearchStretch($"generation.{table}", "id", where, "search_text", "LIKE"));
}

/// <summary>Templates, by name and description.</summary>
internal sealed class TemplateSearch(NpgsqlDataSource database) : NamedSearch(database, "template", "templates", "NULL::text");

/// <summary>Projects, by name and description. Their cover stands for a thumbnail.</summary>
internal sealed class ProjectSearch(NpgsqlDataSource database) : NamedSearch(database, "project", "projects", "cover_url");
