using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Generation.Batches;
using NanoBanana.Generation.Data;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>A page of batches, newest first, without their items.</summary>
/// <param name="NextCursor">Ask for the next page with it; null on the last one.</param>
internal sealed record BatchListView(IReadOnlyList<BatchView> Items, string? NextCursor);

internal static class ListBatches
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;

    public static async Task<Results<Ok<BatchListView>, FailureResult>> HandleAsync(
        string? limit, string? cursor, Caller caller, GenerationDbContext database, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var size = validation.QueryInt("limit", limit, DefaultLimit, 1, MaxLimit);
        var after = PageCursor.Decode(cursor, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var account = caller.AccountId;
        var query = database.Batches.AsNoTracking().Where(row => row.AccountId == account);
        if (after is { } position)
        {
            // A row comparison, which one step into the index answers whatever the depth of the page.
            var id = PageCursor.NumberOf(position.Id);
            query = query.Where(row => EF.Functions.LessThan(ValueTuple.Create(row.CreatedAt, row.Id), ValueTuple.Create(position.CreatedAt, id)));
        }

        var rows = await query.OrderByDescending(static row => row.CreatedAt).ThenByDescending(static row => row.Id).Take(size + 1).ToListAsync(cancellationToken);
        var page = rows.Take(size).ToList();
        return TypedResults.Ok(new BatchListView(
            [.. page.Select(BatchView.Of)], rows.Count > size ? PageCursor.Encode(page[^1].CreatedAt, PageCursor.IdOf(page[^1].Id)) : null));
    }
}
