using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Chat;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Chat;

internal sealed record ListedChatView(Guid SessionId, string AspectRatio, int MessageCount, DateTimeOffset CreatedAt, DateTimeOffset LastActivity);

/// <param name="Sessions">At most the newest hundred, the latest activity first.</param>
/// <param name="Total">Of all.</param>
internal sealed record ChatListView(IReadOnlyList<ListedChatView> Sessions, long Total);

internal static class ListChats
{
    public static async Task<Results<Ok<ChatListView>, FailureResult>> HandleAsync(Caller caller, ChatOwner owners, HttpRequest http, ChatStore chats, CancellationToken cancellationToken)
    {
        if (owners.Of(caller, http) is not { } owner)
            return (FailureResult)ErrorCodes.MissingCredential;

        // An address may be shared: what nobody signed in for is found by its id alone.
        if (owner.Kind == PrincipalKind.Anonymous)
            return TypedResults.Ok(new ChatListView([], 0));
        var page = await chats.ListAsync(owner.AccountId, cancellationToken);
        return TypedResults.Ok(new ChatListView(
            [.. page.Sessions.Select(static chat => new ListedChatView(chat.Id, chat.AspectRatio, chat.MessageCount, chat.CreatedAt, chat.LastActivity))], page.Total));
    }
}
