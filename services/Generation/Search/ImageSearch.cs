using NanoBanana.Generation.History;
using NanoBanana.Generation.Images;
using Npgsql;

namespace NanoBanana.Generation.Search;

/// <summary>Images of the account's history, by their prompts. They go by <c>ix_images_prompt</c>, like a search of the history.</summary>
internal sealed class ImageSearch(NpgsqlDataSource database, ImageLinks links) : ISearched
{
    private const string Own = "account_id = @account AND deleted_at IS NULL AND duration_ms IS NULL";

    private const string Show = $"""
        {HistoryPages.Columns}
        FROM generation.images AS image JOIN generation.jobs AS job ON job.id = image.job_id
        WHERE image.image_id = ANY (@ids) AND image.account_id = @account AND image.deleted_at IS NULL
        """;

    public string Type => "image";

    public string Texts => "SELECT NULL::text AS title, prompt AS text FROM generation.images WHERE image_id = newest.id::uuid";

    public string Found(SearchQuery query)
    {
        // Those without an account share one, and see nothing of each other.
        if (query.AccountId == Guid.Empty)
            return "SELECT ''::text AS id, now() AS created_at WHERE false";
        var found = query.Terms.FoundIn(new SearchStretch("generation.images", "image_id", Own + (query.Mode is null ? "" : " AND mode = @mode"), "prompt", "ILIKE"));

        // Of a provider only what has the words is looked at: of one that made little, a walk would go on to the end of the history.
        return $"SELECT found.id::text AS id, found.created_at FROM ({found}) AS found" + (query.Provider is null ? "" : """
             JOIN generation.images AS image ON image.image_id = found.id
             JOIN generation.jobs AS job ON job.id = image.job_id AND job.provider = @provider
            """);
    }

    public void AddParameters(SearchQuery query, NpgsqlParameterCollection parameters)
    {
        parameters.AddWithValue("account", query.AccountId);
        if (query.Mode is not null)
            parameters.AddWithValue("mode", query.Mode);
        if (query.Provider is not null)
            parameters.AddWithValue("provider", query.Provider);
    }

    public async Task<IReadOnlyDictionary<string, HistoryImage>> ReadAsync(SearchQuery query, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Show);
        command.Parameters.AddWithValue("ids", ids.Select(Guid.Parse).ToArray());
        command.Parameters.AddWithValue("account", query.AccountId);
        var images = new Dictionary<string, HistoryImage>(StringComparer.Ordinal);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var image = HistoryPages.ImageOf(row);
            images[image.Id.ToString("D")] = image;
        }

        return images;
    }

    /// <summary>Null when its bytes were not kept.</summary>
    public string? UrlOf(HistoryImage image, SearchQuery query) => image.IsKept ? links.UrlOf(image.JobId, image.Image, image.MediaType, query.Origin) : null;

    /// <summary>Null when its bytes were not kept.</summary>
    public string? ThumbnailOf(HistoryImage image, SearchQuery query) =>
        image.IsKept ? links.ThumbnailOf(image.JobId, image.Image, image.MediaType, query.Origin) : null;

    public async Task<IReadOnlyDictionary<string, FoundItem>> ShowAsync(SearchQuery query, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await ReadAsync(query, ids, cancellationToken)).ToDictionary(
            static pair => pair.Key,
            pair => new FoundItem(Path.GetFileName(pair.Value.Name), pair.Value.Prompt, UrlOf(pair.Value, query), ThumbnailOf(pair.Value, query), [pair.Value.Prompt]),
            StringComparer.Ordinal);
}
