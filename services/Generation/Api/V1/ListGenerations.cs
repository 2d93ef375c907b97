using System.Buffers.Binary;
using System.Buffers.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Generation.Data;
using NanoBanana.Generation.Images;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>A page of generations, newest first.</summary>
/// <param name="NextCursor">Ask for the next page with it; null on the last one.</param>
internal sealed record GenerationListView(IReadOnlyList<GenerationView> Items, string? NextCursor);

internal static class ListGenerations
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;
    private const int CursorBytes = 24;

    public static async Task<Results<Ok<GenerationListView>, FailureResult>> HandleAsync(
        string? limit, string? cursor, Caller caller, GenerationDbContext database, ImageLinks links, HttpRequest http,
        CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var size = validation.QueryInt("limit", limit, DefaultLimit, 1, MaxLimit);
        var after = Decode(cursor, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var account = caller.AccountId;
        var query = database.Jobs.AsNoTracking().AsSplitQuery().Include(static row => row.Images)
            .Where(row => row.AccountId == account && row.ImageCount > 0);
        if (after is { } position)
        {
            // A row comparison, which one step into the index answers whatever the depth of the page.
            query = query.Where(row => EF.Functions.LessThan(
                ValueTuple.Create(row.CreatedAt, row.Id), ValueTuple.Create(position.CreatedAt, position.Id)));
        }

        var rows = await query.OrderByDescending(static row => row.CreatedAt).ThenByDescending(static row => row.Id)
            .Take(size + 1).ToListAsync(cancellationToken);
        var page = rows.Take(size).ToList();
        return TypedResults.Ok(new GenerationListView(
            [.. page.Select(job => GenerationView.Of(job, links, http, withAttempts: false))],
            rows.Count > size ? Encode(page[^1].CreatedAt, page[^1].Id) : null));
    }

    private static string Encode(DateTimeOffset createdAt, Guid id)
    {
        Span<byte> bytes = stackalloc byte[CursorBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, createdAt.UtcTicks);
        id.TryWriteBytes(bytes[8..]);
        return Base64Url.EncodeToString(bytes);
    }

    private static (DateTimeOffset CreatedAt, Guid Id)? Decode(string? cursor, RequestValidation validation)
    {
        if (string.IsNullOrEmpty(cursor))
            return null;
        Span<byte> bytes = stackalloc byte[CursorBytes];
        if (Base64Url.IsValid(cursor, out var length) && length == CursorBytes && Base64Url.TryDecodeFromChars(cursor, bytes, out _)
            && BinaryPrimitives.ReadInt64BigEndian(bytes) is var ticks && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks)
        {
            return (new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes[8..]));
        }

        validation.Add("cursor", "value_error", "Input should be a cursor from an earlier answer", "query");
        return null;
    }
}
