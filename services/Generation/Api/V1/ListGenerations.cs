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

    public static async Task<Results<Ok<GenerationListView>, FailureResult>> HandleAsync(
        string? limit, string? cursor, Caller caller, GenerationDbContext database, ImageLinks links, HttpRequest http,
        CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var size = validation.QueryInt("limit", limit, DefaultLimit, 1, MaxLimit);
        var after = PageCursor.Decode(cursor, validation);
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
            rows.Count > size ? PageCursor.Encode(page[^1].CreatedAt, page[^1].Id) : null));
    }
}
