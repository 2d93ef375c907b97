using System.Text.Json;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Storage;
using NanoBanana.Generation.Words;
using Npgsql;

namespace NanoBanana.Generation.Chat;

/// <summary>
/// Reads what goes to the model again, when a turn is about to be sent and by whichever process sends it: as turns of a session run one at a
/// time, that is the same each time.
/// </summary>
internal sealed class Conversations(NpgsqlDataSource database, DatabasePatience patience, IImageStore store)
{
    /// <summary>How many messages go along, the newest.</summary>
    public const int MaxMessages = 20;

    /// <summary>
    /// Whoever has no place in the line any more must not send: its session was deleted, or its place was given away because nothing was heard of
    /// it. Prolonging the place, instead of only reading it, makes this hold against whoever is about to give it away.
    /// </summary>
    private const string Read = $"""
        WITH turn AS (
            UPDATE generation.chat_turns SET alive_until = now() + interval '{ChatTurns.StartSeconds} seconds' WHERE job_id = $1 RETURNING session_id)
        SELECT message.role, message.content, words.turn::text, image.storage_key, image.media_type
        FROM turn
        JOIN generation.chat_sessions AS session ON session.id = turn.session_id AND session.account_id = $2
        LEFT JOIN LATERAL (
            SELECT * FROM generation.chat_messages AS said WHERE said.session_id = turn.session_id ORDER BY said.position DESC LIMIT $3) AS message ON true
        LEFT JOIN generation.images AS image ON image.job_id = message.job_id AND image.image = 1 AND image.deleted_at IS NULL
        LEFT JOIN generation.image_words AS words ON words.job_id = message.job_id AND words.image = 1
        ORDER BY message.position
        """;

    /// <summary>The conversation, or why the turn cannot be sent.</summary>
    public async Task<(Conversation? Conversation, ProviderResult? Obstacle)> ReadAsync(JobRecord job)
    {
        if (await patience.AskAsync(() => ReadTurnsAsync(job)) is not { } read)
        {
            job.Cancellation.Ask();
            return (null, new ProviderResult.Failed(FailureClass.NotSent, "SESSION_GONE"));
        }

        try
        {
            return (new Conversation(read.Turns, read.Key is null ? null : await ImageAsync(read.Key, read.MediaType!)), null);
        }
        catch (ImageStoreException exception)
        {
            // Without its image the model would answer to something else.
            return (null, new ProviderResult.Unkept(exception.GetType().Name) { CostMicros = 0 });
        }
    }

    private async Task<ReferenceImage?> ImageAsync(string key, string mediaType)
    {
        if (await store.OpenAsync(key, CancellationToken.None) is not { } stream)
            return null;
        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            return new ReferenceImage(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), mediaType);
        }
    }

    private async Task<(List<ConversationTurn> Turns, string? Key, string? MediaType)?> ReadTurnsAsync(JobRecord job)
    {
        await using var command = database.CreateCommand(Read);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.AccountId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxMessages });
        await using var row = await command.ExecuteReaderAsync();
        if (!await row.ReadAsync())
            return null;
        var turns = new List<ConversationTurn>();
        (string? Key, string? MediaType) last = default;
        do
        {
            if (row.IsDBNull(0))
                continue;
            if (TurnOf(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2)) is { } turn)
                turns.Add(turn);
            if (!row.IsDBNull(3))
                last = (row.GetString(3), row.GetString(4));
        }
        while (await row.ReadAsync());
        return (turns, last.Key, last.MediaType);
    }

    /// <summary>A model that only made its image has said nothing that could be repeated to it.</summary>
    private static ConversationTurn? TurnOf(string role, string content, string? turn)
    {
        if (role == ChatMessage.User)
            return new ConversationTurn(IsModel: false, [new ConversationPart(content, null, null)]);
        return turn is null ? null : new ConversationTurn(
            IsModel: true,
            [.. JsonSerializer.Deserialize(turn, GenerationJsonContext.Default.ListSealedText)!.Select(static part => new ConversationPart(part.Text, null, part.Signature))]);
    }
}
