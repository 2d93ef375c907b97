using NanoBanana.ServiceDefaults.Data;
using Npgsql;

namespace NanoBanana.Generation.History;

/// <summary>
/// The words of a search that lead to what has all of it. The index reads the images of each piece of a text, also of those that nearly all have, which takes long in
/// a long history; a word that none of the newest has is read alone, and what it leads to is compared with the whole search.
/// </summary>
internal static class HistoryGuides
{
    private const int Sampled = 500;
    private const int Asked = 5;
    private const int Most = 2;

    private const string Count = $"""
        WITH newest AS MATERIALIZED (
            SELECT image.prompt FROM generation.images AS image WHERE {HistoryPages.Own} ORDER BY image.created_at DESC, image.image_id DESC LIMIT @sampled)
        SELECT guide FROM unnest(@guides) WITH ORDINALITY AS asked (guide, place)
        WHERE NOT EXISTS (SELECT FROM newest WHERE prompt ILIKE guide) ORDER BY place LIMIT @most
        """;

    /// <summary>None when one word is searched, or when each is common.</summary>
    public static async Task<IReadOnlyList<string>> ChooseAsync(NpgsqlConnection connection, Guid accountId, string? search, CancellationToken cancellationToken)
    {
        var pieces = search is null ? [] : PiecesOf(search);
        if (pieces.Count == 0)
            return pieces;
        await using var command = new NpgsqlCommand(Count, connection);
        command.Parameters.AddWithValue("account", accountId);
        command.Parameters.AddWithValue("guides", pieces.ToArray());
        command.Parameters.AddWithValue("sampled", Sampled);
        command.Parameters.AddWithValue("most", Most);
        var guides = new List<string>(Most);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            guides.Add(row.GetString(0));
        return guides;
    }

    /// <summary>
    /// Patterns that every text with the search fulfils, the longest first. Between two words of it stands a space, which bounds them; where it begins and ends,
    /// a word may go on.
    /// </summary>
    internal static IReadOnlyList<string> PiecesOf(string search)
    {
        var words = search.Split(' ');
        return words.Length == 1
            ? []
            : [.. words
                .Select((word, place) => (Word: word, Pattern: $"%{(place > 0 ? " " : "")}{LikeText.Escape(word)}{(place < words.Length - 1 ? " " : "")}%"))
                .Where(static piece => SearchText.IsIndexed(piece.Word))
                .OrderByDescending(static piece => piece.Word.Length)
                .Select(static piece => piece.Pattern)
                .Distinct(StringComparer.Ordinal).Take(Asked)];
    }
}
