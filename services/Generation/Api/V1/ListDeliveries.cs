using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Data;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>A page of deliveries, newest first.</summary>
/// <param name="NextCursor">Ask for the next page with it; null on the last one.</param>
internal sealed record DeliveryListView(IReadOnlyList<DeliveryView> Items, string? NextCursor);

internal static class ListDeliveries
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;

    public static async Task<Results<Ok<DeliveryListView>, FailureResult>> HandleAsync(
        string id, string? state, string? limit, string? cursor, Caller caller, GenerationDbContext database, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var size = validation.QueryInt("limit", limit, DefaultLimit, 1, MaxLimit);
        var after = PageCursor.Decode(cursor, validation);
        if (state is not null && !WebhookDeliveryState.All.Contains(state, StringComparer.Ordinal))
            validation.Add("state", "literal_error", "Input should be 'pending', 'delivered', 'failed'", "query");
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        if (await database.Webhooks.FindOwnedAsync(caller.AccountId, id, cancellationToken) is not { } endpoint)
            return (FailureResult)ErrorCodes.WebhookNotFound;

        var account = caller.AccountId;
        var query = database.Deliveries.AsNoTracking().Where(row => row.EndpointId == endpoint.Id && row.AccountId == account);
        if (state is not null)
            query = query.Where(row => row.State == state);
        if (after is { } position)
        {
            query = query.Where(row => EF.Functions.LessThan(
                ValueTuple.Create(row.CreatedAt, row.Id), ValueTuple.Create(position.CreatedAt, position.Id)));
        }

        var rows = await query.OrderByDescending(static row => row.CreatedAt).ThenByDescending(static row => row.Id)
            .Take(size + 1).ToListAsync(cancellationToken);
        var page = rows.Take(size).ToList();
        return TypedResults.Ok(new DeliveryListView(
            [.. page.Select(DeliveryView.Of)], rows.Count > size ? PageCursor.Encode(page[^1].CreatedAt, page[^1].Id) : null));
    }
}
