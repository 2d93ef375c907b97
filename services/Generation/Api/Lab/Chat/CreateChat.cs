using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Chat;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Chat;

/// <param name="AspectRatio">One of the Lab's; what the account has set, else <c>16:9</c>.</param>
internal sealed record CreateChatRequest(string? AspectRatio);

internal sealed record CreatedChatView(Guid SessionId, string AspectRatio, DateTimeOffset CreatedAt);

internal static class CreateChat
{
    public static async Task<Results<Ok<CreatedChatView>, FailureResult>> HandleAsync(
        CreateChatRequest? body, Caller caller, ChatOwner owners, HttpRequest http, LabDefaults defaults, ChatStore chats, CancellationToken cancellationToken)
    {
        if (owners.Of(caller, http) is not { } owner)
            return (FailureResult)ErrorCodes.MissingCredential;
        var validation = new RequestValidation();
        validation.OneOf("aspect_ratio", body?.AspectRatio, LabSettings.Ratios);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var settings = await defaults.FillAsync(new LabSettings(body?.AspectRatio, LabSettings.Steps[0], SafetyLevel: null), owner, cancellationToken);
        var made = await chats.CreateAsync(owner.AccountId, settings.AspectRatio!, cancellationToken);
        return TypedResults.Ok(new CreatedChatView(made.Id, made.AspectRatio, made.CreatedAt));
    }
}
