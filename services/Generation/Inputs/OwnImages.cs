using NanoBanana.Generation.Jobs;
using Npgsql;

namespace NanoBanana.Generation.Inputs;

/// <summary>Finds images of an account by whatever its calls name them by. The account is part of the statement; a video is none.</summary>
internal sealed class OwnImages(NpgsqlDataSource database)
{
    // What follows the date in a name, which is indexed.
    private const int FileAt = 11;

    /// <summary>
    /// By each way its own branch, of which one runs: a condition that is the statement's own is decided before anything is read.
    /// </summary>
    internal const string Find = $"""
        SELECT asked.place::int, found.job_id, found.image, found.storage_key, found.media_type, found.width, found.height, found.byte_count
        FROM unnest($2, $3, $4, $5, $6) WITH ORDINALITY AS asked (id, job_id, image, file, name, place)
        JOIN LATERAL (
            SELECT {Columns} FROM generation.images AS own WHERE asked.id IS NOT NULL AND {Kept} AND own.image_id = asked.id
            UNION ALL
            SELECT {Columns} FROM generation.images AS own WHERE asked.job_id IS NOT NULL AND {Kept} AND own.job_id = asked.job_id AND own.image = asked.image
            UNION ALL
            SELECT {Columns} FROM generation.images AS own
            WHERE asked.file IS NOT NULL AND {Kept} AND substring(own.name FROM 12) = asked.file AND (asked.name IS NULL OR own.name = asked.name)
            ORDER BY created_at DESC LIMIT 1) AS found ON true
        """;

    private const string Columns = "own.job_id, own.image, own.storage_key, own.media_type, own.width, own.height, own.byte_count, own.created_at";
    private const string Kept = "own.account_id = $1 AND own.deleted_at IS NULL AND own.duration_ms IS NULL AND own.storage_key IS NOT NULL";

    /// <summary>In the order of the names; null for one that the account does not have, or not any more.</summary>
    public async Task<InputImage?[]> FindAsync(Guid accountId, IReadOnlyList<(InputImage Input, string Name)> asked, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Find);
        AddParameters(command.Parameters, accountId, asked.Select(static one => one.Name));
        var found = new InputImage?[asked.Count];
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var place = row.GetInt32(0) - 1;
            found[place] = asked[place].Input with
            {
                JobId = row.GetGuid(1),
                Image = row.GetInt32(2),
                StorageKey = row.GetString(3),
                MediaType = row.GetString(4),
                Width = row.GetInt32(5),
                Height = row.GetInt32(6),
                Length = row.GetInt32(7),
            };
        }

        return found;
    }

    internal static void AddParameters(NpgsqlParameterCollection parameters, Guid accountId, IEnumerable<string> asked)
    {
        var names = asked.Select(Parse).ToList();
        parameters.Add(new() { Value = accountId });
        parameters.Add(new() { Value = names.Select(static name => name.Id).ToArray() });
        parameters.Add(new() { Value = names.Select(static name => name.JobId).ToArray() });
        parameters.Add(new() { Value = names.Select(static name => name.Image).ToArray() });
        parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = [.. names.Select(static name => name.File)] });
        parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = [.. names.Select(static name => name.Name)] });
    }

    /// <summary>One of: an image's id, a file of ours (<c>gen_….png</c>, <c>gen_…</c>), a whole name, or the last part of one.</summary>
    private static (Guid? Id, Guid? JobId, int? Image, string? File, string? Name) Parse(string text)
    {
        if (Guid.TryParseExact(text, "D", out var id))
            return (id, null, null, null, null);
        if (ImageNames.TryParse(text, out var job, out var image, out _))
            return (null, job, image, null, null);
        if (JobIds.TryParse(text, out job))
            return (null, job, 1, null, null);
        return text.Contains('/', StringComparison.Ordinal)
            ? (null, null, null, text.Length > FileAt ? text[FileAt..] : text, text)
            : (null, null, null, text, null);
    }
}
