using NanoBanana.Generation.Chat;
using Npgsql;

namespace NanoBanana.Generation.Search;

/// <summary>
/// The account's chats that have a message with every word, among the newest <see cref="Looked"/>: messages have no index of their words. A chat is known,
/// and weighed, by its first message.
/// </summary>
internal sealed class ChatSearch(NpgsqlDataSource database) : ISearched
{
    private const int Looked = 1_000;
    private const int MaxTitle = 60;
    private static readonly string Newest =
        $"SELECT id, last_activity FROM generation.chat_sessions WHERE account_id = @account ORDER BY last_activity DESC, id DESC LIMIT {Looked}";

    public string Type => "chat";

    public string Texts => $"SELECT NULL::text AS title, content AS text FROM generation.chat_messages WHERE session_id = newest.id::uuid AND position = 1 AND role = '{ChatMessage.User}'";

    /// <remarks>The offset keeps each chat a question of its own: Postgres may otherwise read everybody's messages once and join them, which was ten times slower.</remarks>
    public string Found(SearchQuery query) => $"""
        SELECT session.id::text AS id, session.last_activity AS created_at FROM ({Newest}) AS session
        WHERE EXISTS (SELECT FROM generation.chat_messages AS message WHERE message.session_id = session.id AND {Filter(query)} OFFSET 0)
        """;

    public void AddParameters(SearchQuery query, NpgsqlParameterCollection parameters) => parameters.AddWithValue("account", query.AccountId);

    public async Task<IReadOnlyDictionary<string, FoundItem>> ShowAsync(SearchQuery query, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            SELECT session.id, first.content, said.content FROM generation.chat_sessions AS session
            JOIN generation.chat_messages AS first ON first.session_id = session.id AND first.position = 1
            JOIN LATERAL (
                SELECT content FROM generation.chat_messages AS message WHERE message.session_id = session.id AND {Filter(query)} ORDER BY position DESC LIMIT 1) AS said ON true
            WHERE session.id = ANY (@ids) AND session.account_id = @account
            """);
        command.Parameters.AddWithValue("ids", ids.Select(Guid.Parse).ToArray());
        command.Parameters.AddWithValue("account", query.AccountId);
        query.Terms.AddTo(command.Parameters);
        var items = new Dictionary<string, FoundItem>(StringComparer.Ordinal);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            items[row.GetGuid(0).ToString("D")] = new FoundItem(
                Highlight.Cut(row.GetString(1), 0, MaxTitle), row.GetString(2), Url: null, ThumbnailUrl: null, [row.GetString(2), row.GetString(1)]);
        }

        return items;
    }

    private static string Filter(SearchQuery query) => query.Terms.Filter("message.content", "ILIKE");
}
