using System.Runtime.CompilerServices;
using Npgsql;

namespace NanoBanana.Generation.Projects;

/// <summary>Reads pages of projects and of their images. Who asks is part of every statement.</summary>
internal sealed partial class ProjectPages(NpgsqlDataSource database)
{
    private const int Piece = 200;

    /// <summary>The account's own, last updated first.</summary>
    public async Task<ProjectPage<StoredProject>> ReadAsync(Guid accountId, int limit, int offset, CancellationToken cancellationToken)
    {
        await using var command = Command(Page, accountId, limit, offset);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var (items, total) = (new List<StoredProject>(), 0);
        while (await row.ReadAsync(cancellationToken))
        {
            total = row.GetInt32(0);
            if (!row.IsDBNull(1))
                items.Add(ProjectStore.ProjectOf(row, 1));
        }

        return new ProjectPage<StoredProject>(items, total);
    }

    /// <summary>Null when there is no such project that this account may see.</summary>
    public async Task<ProjectPage<PlacedImage>?> ImagesAsync(Guid accountId, Guid projectId, int limit, int offset, CancellationToken cancellationToken)
    {
        await using var command = Command(Images, projectId, accountId, limit, offset);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        ProjectPage<PlacedImage>? page = null;
        var items = new List<PlacedImage>();
        while (await row.ReadAsync(cancellationToken))
        {
            page ??= new ProjectPage<PlacedImage>(items, row.GetInt32(0));
            if (!row.IsDBNull(1))
                items.Add(ImageOf(row, 1));
        }

        return page;
    }

    /// <summary>Null when it does not lie there, or nowhere that this account may see.</summary>
    public async Task<PlacedImage?> FindImageAsync(Guid accountId, Guid projectId, Guid imageId, CancellationToken cancellationToken)
    {
        await using var command = Command(One, projectId, accountId, imageId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? ImageOf(row, 0) : null;
    }

    /// <summary>
    /// All images in their order, piece by piece: whoever takes them slowly holds no connection meanwhile, and never more than a piece is in
    /// memory. What comes or goes in the meantime may be there or not; the others are there once.
    /// </summary>
    public async IAsyncEnumerable<PlacedImage> AllImagesAsync(Guid accountId, Guid projectId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var piece = await PieceAsync(Command(Images, projectId, accountId, Piece, 0), 1, cancellationToken);
        while (piece.Count > 0)
        {
            foreach (var image in piece)
                yield return image;
            var last = piece[^1];
            piece = piece.Count < Piece
                ? []
                : await PieceAsync(Command(Behind, projectId, accountId, Piece, last.SortOrder, last.AddedAt, last.ImageId), 0, cancellationToken);
        }
    }

    private static async Task<List<PlacedImage>> PieceAsync(NpgsqlCommand asked, int at, CancellationToken cancellationToken)
    {
        await using var command = asked;
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var piece = new List<PlacedImage>(Piece);
        while (await row.ReadAsync(cancellationToken))
        {
            if (!row.IsDBNull(at))
                piece.Add(ImageOf(row, at));
        }

        return piece;
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }

    private static PlacedImage ImageOf(NpgsqlDataReader row, int at) => new(
        row.GetGuid(at), row.GetGuid(at + 1), row.GetInt32(at + 2), row.GetString(at + 3), row.GetString(at + 4), row.GetString(at + 5), row.GetBoolean(at + 6),
        row.GetFieldValue<DateTimeOffset>(at + 7), row.IsDBNull(at + 8) ? null : row.GetString(at + 8), row.GetInt32(at + 9), row.GetFieldValue<DateTimeOffset>(at + 10));
}
