using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Chat;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Chat;

internal static class DeleteChat
{
    public static async Task<Results<Ok<DoneView>, FailureResult>> HandleAsync(string id, Caller caller, ChatOwner owners, HttpRequest http, ChatStore chats, CancellationToken cancellationToken)
    {
        if (owners.Of(caller, http) is not { } owner)
            return (FailureResult)ErrorCodes.MissingCredential;
        return LabIds.TryParse(id, out var known) && await chats.DeleteAsync(owner.AccountId, known, cancellationToken)
            ? TypedResults.Ok(new DoneView(Success: true, "Chat session deleted"))
            : (FailureResult)ErrorCodes.SessionNotFound;
    }
}
