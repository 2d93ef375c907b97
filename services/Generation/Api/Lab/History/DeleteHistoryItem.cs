using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.History;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.History;

internal sealed record HistoryDeletedView(bool Success, int DeletedCount, string Message);

/// <summary>Deletes an image for good: it is in no list any more, its addresses lead nowhere, and its bytes are removed.</summary>
internal static class DeleteHistoryItem
{
    public static async Task<Results<Ok<HistoryDeletedView>, FailureResult>> HandleAsync(
        string id, Caller caller, HistoryStore history, CancellationToken cancellationToken) =>
        caller.Principal.Kind != PrincipalKind.Anonymous && HistoryId.Of(id) is { } name && await history.DeleteAsync(caller.AccountId, name, cancellationToken)
            ? TypedResults.Ok(new HistoryDeletedView(Success: true, 1, "Item deleted successfully"))
            : (FailureResult)ErrorCodes.HistoryItemNotFound;
}
