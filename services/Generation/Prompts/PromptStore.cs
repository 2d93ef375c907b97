using NanoBanana.ServiceDefaults.Data;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Prompts;

/// <summary>A prompt that shall be kept.</summary>
internal sealed record NewPrompt(Guid Id, string Text, string? Description, IReadOnlyList<string> Tags, string? Style, string Language);

/// <summary>One that is kept.</summary>
internal sealed record KeptPrompt(
    Guid Id, string Text, string? Description, string[] Tags, string? Style, string Language, bool IsFavorite, DateTimeOffset CreatedAt);

/// <summary>What of an owner's prompts is looked at.</summary>
/// <param name="Search">In text, description and tags, in any case; null for all.</param>
internal sealed record PromptQuery(string Language, string? Search, bool OnlyFavorites, int Limit, int Offset);

/// <summary>Reads and writes what callers keep. The owner is part of every statement.</summary>
internal sealed partial class PromptStore(NpgsqlDataSource database)
{
    /// <summary>As many stay of an address that nobody signs for.</summary>
    public const int MostAnonymous = 200;

    private const char Separator = '\u001f';

    /// <summary>Keeps them, the first as the newest; the result is in the same order.</summary>
    public async Task<IReadOnlyList<KeptPrompt>> SaveAsync(PromptOwner owner, IReadOnlyList<NewPrompt> prompts, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        var saving = new NpgsqlBatchCommand(Save) { Parameters = { Id(owner.Id), Life(owner) } };
        saving.Parameters
            .With(prompts, static prompt => prompt.Id)
            .With(prompts, static prompt => prompt.Text)
            .With(prompts, NpgsqlDbType.Text, static prompt => prompt.Description)
            .With(prompts, static prompt => string.Join(Separator, prompt.Tags))
            .With(prompts, NpgsqlDbType.Text, static prompt => prompt.Style)
            .With(prompts, static prompt => prompt.Language)
            .With(prompts, static prompt => SearchText.Of([prompt.Text, prompt.Description, .. prompt.Tags]));
        batch.BatchCommands.Add(saving);
        if (owner.IsAnonymous)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Trim) { Parameters = { Id(owner.Id), new NpgsqlParameter<int> { TypedValue = MostAnonymous } } });
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var saved = new List<KeptPrompt>(prompts.Count);
        while (await row.ReadAsync(cancellationToken))
            saved.Add(Kept(row, 0));
        return saved;
    }

    /// <summary>A page of the owner's, newest first, and their number, which is known up to 10,000.</summary>
    public async Task<(IReadOnlyList<KeptPrompt> Items, long Total)> ReadAsync(PromptOwner owner, PromptQuery query, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Page(query.OnlyFavorites, query.Search is not null));
        command.Parameters.Add(Id(owner.Id));
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = query.Language });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Limit });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Offset });
        if (query.Search is not null)
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = SearchText.Pattern(query.Search) });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);

        // One row with the number alone when there is nothing on the page.
        await row.ReadAsync(cancellationToken);
        var (items, total) = (new List<KeptPrompt>(), row.GetInt64(0));
        if (row.IsDBNull(1))
            return (items, total);
        do
            items.Add(Kept(row, 1));
        while (await row.ReadAsync(cancellationToken));
        return (items, total);
    }

    /// <summary>How many the owner has in a language, up to 10,000.</summary>
    public async Task<long> CountAsync(PromptOwner owner, string language, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Count);
        command.Parameters.Add(Id(owner.Id));
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = language });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>False when the owner has no such prompt.</summary>
    public async Task<bool> DeleteAsync(PromptOwner owner, Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Delete);
        command.Parameters.Add(Id(id));
        command.Parameters.Add(Id(owner.Id));
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Whether it is a favourite now; null when the owner has no such prompt.</summary>
    public async Task<bool?> FlipAsync(PromptOwner owner, Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Flip);
        command.Parameters.Add(Id(id));
        command.Parameters.Add(Id(owner.Id));
        return (bool?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Whether one of the library is a favourite now.</summary>
    public async Task<bool> FlipLibraryAsync(PromptOwner owner, string promptId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(FlipLibrary);
        command.Parameters.Add(Id(owner.Id));
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = promptId });
        command.Parameters.Add(Life(owner));
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The owner's favourites in the library.</summary>
    public async Task<IReadOnlySet<string>> LibraryFavoritesAsync(PromptOwner owner, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(LibraryFavorites);
        command.Parameters.Add(Id(owner.Id));
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            ids.Add(row.GetString(0));
        return ids;
    }

    /// <summary>Removes one piece of what has expired; the result is how many rows. Replicas share the work.</summary>
    public async Task<int> SweepAsync(int piece, CancellationToken cancellationToken)
    {
        var swept = 0;
        foreach (var sql in new[] { SweepPrompts, SweepFavorites })
        {
            await using var command = database.CreateCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = piece });
            swept += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return swept;
    }

    private static KeptPrompt Kept(NpgsqlDataReader row, int at) => new(
        row.GetGuid(at), row.GetString(at + 1), row.IsDBNull(at + 2) ? null : row.GetString(at + 2), row.GetFieldValue<string[]>(at + 3),
        row.IsDBNull(at + 4) ? null : row.GetString(at + 4), row.GetString(at + 5), row.GetBoolean(at + 6), row.GetFieldValue<DateTimeOffset>(at + 7));

    private static NpgsqlParameter Id(Guid id) => new NpgsqlParameter<Guid> { TypedValue = id };

    private static NpgsqlParameter Life(PromptOwner owner) => new() { NpgsqlDbType = NpgsqlDbType.Interval, Value = owner.KeptFor ?? (object)DBNull.Value };
}
