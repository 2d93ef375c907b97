using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Chat;

/// <summary>The routes under <c>/api/chat</c>.</summary>
internal static class ChatEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var chats = routes.MapGroup("/api/chat").WithTags("Chat");

        chats.MapPost("", CreateChat.HandleAsync).AllowAnyPrincipal()
            .WithName("CreateChat").WithSummary("Begins a session.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest);

        chats.MapGet("", ListChats.HandleAsync).AllowAnyPrincipal()
            .WithName("ListChats").WithSummary("Lists the newest hundred sessions, the latest activity first.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential);

        chats.MapPost("/{id}/message", SendChatMessage.HandleAsync).AllowAnyPrincipal()
            .WithName("SendChatMessage").WithSummary("Says something and gets an image, on the account's credits or on the caller's own key.")
            .Fails(
                WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.SessionNotFound, ErrorCodes.ChatBusy, ErrorCodes.ChatFull,
                ErrorCodes.PromptBlocked, ErrorCodes.NotCapable, ErrorCodes.ProviderUnavailable, ErrorCodes.NoProvider);

        chats.MapGet("/{id}", GetChat.HandleAsync).AllowAnyPrincipal()
            .WithName("GetChat").WithSummary("Shows a session with all its messages.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.SessionNotFound);

        chats.MapDelete("/{id}", DeleteChat.HandleAsync).AllowAnyPrincipal()
            .WithName("DeleteChat").WithSummary("Deletes a session with its messages; its images stay in the history.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.SessionNotFound);
    }
}
