using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
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
    public static async Task<Results<Ok<ChatListView>, FailureResult>> HandleAsync(Caller caller, ChatStore chats, CancellationToken cancellationToken)
    {
        if (ChatOwner.Of(caller) is not { } owner)
            return (FailureResult)ErrorCodes.MissingCredential;
        var page = await chats.ListAsync(owner, cancellationToken);
        return TypedResults.Ok(new ChatListView(
            [.. page.Sessions.Select(static chat => new ListedChatView(chat.Id, chat.AspectRatio, chat.MessageCount, chat.CreatedAt, chat.LastActivity))], page.Total));
    }
}
