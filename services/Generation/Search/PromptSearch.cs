using NanoBanana.Generation.Prompts;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;

namespace NanoBanana.Generation.Search;

/// <summary>A prompt that was found.</summary>
internal sealed record FoundPrompt(string Text, string? Description, IReadOnlyList<string> Tags, string Category, bool IsFavorite, DateTimeOffset? CreatedAt);

/// <summary>Prompts that the caller keeps, of every language, and those of the library, which are in memory and handed over to be weighed with them.</summary>
internal sealed class PromptSearch(NpgsqlDataSource database, PromptLibrary library, PromptStore store) : ISearched
{
    private const int MaxTitle = 60;
    private const string Own = "owner = @owner AND (expires_at IS NULL OR expires_at > now())";
    private static readonly SearchStretch Kept = new("generation.prompts", "id", Own, "search_text", "LIKE");
    private const string Show = $"SELECT id, text, description, tags, is_favorite, created_at FROM generation.prompts WHERE id = ANY (@ids) AND {Own}";

    public string Type => "prompt";

    // What comes from the library has no time, and its id is none of the table's.
    public string Texts => """
        SELECT NULL::text AS title, kept.search_text AS text FROM generation.prompts AS kept
        WHERE kept.id = CASE WHEN newest.created_at IS NOT NULL THEN newest.id::uuid END
        UNION ALL
        SELECT NULL::text, shared.text FROM unnest(@shared, @texts) AS shared (id, text) WHERE newest.created_at IS NULL AND shared.id = newest.id
        """;

    public string Found(SearchQuery query)
    {
        const string Shared = "SELECT id, NULL::timestamptz AS created_at FROM unnest(@shared) AS shared (id)";
        var kept = $"SELECT id::text AS id, created_at FROM ({query.Terms.FoundIn(Kept)}) AS kept";
        return query.Category switch
        {
            null => $"{kept} UNION ALL {Shared}",
            PromptLibrary.Custom => kept,
            _ => Shared,
        };
    }

    public void AddParameters(SearchQuery query, NpgsqlParameterCollection parameters)
    {
        var shared = library.Find(query.Category, search: null)
            .Select(static row => (row.Prompt.Id, Text: SearchText.Of([row.Prompt.Text, .. row.Prompt.Tags])))
            .Where(row => query.Terms.Words.All(word => row.Text.Contains(word, StringComparison.Ordinal))).ToList();
        parameters.AddWithValue("owner", query.Owner.Id);
        parameters.AddWithValue("shared", shared.Select(static row => row.Id).ToArray());
        parameters.AddWithValue("texts", shared.Select(static row => row.Text).ToArray());
    }

    public async Task<IReadOnlyDictionary<string, FoundPrompt>> ReadAsync(SearchQuery query, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var favorites = await store.LibraryFavoritesAsync(query.Owner, cancellationToken);
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var prompts = library.Find(query.Category, search: null).Where(row => wanted.Contains(row.Prompt.Id)).ToDictionary(
            static row => row.Prompt.Id,
            row => new FoundPrompt(row.Prompt.Text, Description: null, row.Prompt.Tags, row.Category.Name, favorites.Contains(row.Prompt.Id), CreatedAt: null),
            StringComparer.Ordinal);
        await using var command = database.CreateCommand(Show);
        command.Parameters.AddWithValue("owner", query.Owner.Id);
        command.Parameters.AddWithValue("ids", wanted.Except(prompts.Keys, StringComparer.Ordinal).Select(Guid.Parse).ToArray());
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            prompts[row.GetGuid(0).ToString("D")] = new FoundPrompt(
                row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetFieldValue<string[]>(3), PromptLibrary.Custom, row.GetBoolean(4),
                row.GetFieldValue<DateTimeOffset>(5));
        }

        return prompts;
    }

    public async Task<IReadOnlyDictionary<string, FoundItem>> ShowAsync(SearchQuery query, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await ReadAsync(query, ids, cancellationToken)).ToDictionary(
            static pair => pair.Key,
            static pair => new FoundItem(
                Highlight.Cut(pair.Value.Text, 0, MaxTitle), pair.Value.Description ?? pair.Value.Text, Url: null, ThumbnailUrl: null,
                [pair.Value.Text, pair.Value.Description, .. pair.Value.Tags]),
            StringComparer.Ordinal);
}
