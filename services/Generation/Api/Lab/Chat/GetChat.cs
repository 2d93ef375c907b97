using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Chat;
using NanoBanana.Generation.Images;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Chat;

/// <param name="Messages">At most 200, oldest first.</param>
internal sealed record ChatView(Guid SessionId, IReadOnlyList<ChatMessageView> Messages, string AspectRatio);

/// <param name="Role"><c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">Empty of a model that only made its image.</param>
/// <param name="Image">Of the assistant, unless its owner has deleted it.</param>
internal sealed record ChatMessageView(string Role, string Content, LabImage? Image, string? Thinking, DateTimeOffset Timestamp);

internal static class GetChat
{
    public static async Task<Results<Ok<ChatView>, FailureResult>> HandleAsync(
        string id, Caller caller, ChatOwner owners, ChatStore chats, ImageLinks links, HttpRequest http, CancellationToken cancellationToken)
    {
        if (owners.Of(caller, http) is not { } owner)
            return (FailureResult)ErrorCodes.MissingCredential;
        if (!LabIds.TryParse(id, out var known) || await chats.ReadAsync(owner.AccountId, known, cancellationToken) is not { } found)
            return (FailureResult)ErrorCodes.SessionNotFound;
        return TypedResults.Ok(new ChatView(found.Session.Id, [.. found.Messages.Select(message => ViewOf(message, links, http))], found.Session.AspectRatio));
    }

    private static ChatMessageView ViewOf(StoredMessage message, ImageLinks links, HttpRequest http) => new(
        message.Role, message.Content, message.Image is not { } image ? null : new LabImage(
            image.Name, Path.GetFileName(image.Name), image.IsKept ? links.UrlOf(image.JobId, image.Image, image.MediaType, http) : null, image.Width, image.Height),
        message.Thinking, message.CreatedAt);
}
