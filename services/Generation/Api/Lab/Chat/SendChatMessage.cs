using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Chat;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Quota;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Words;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Chat;

/// <param name="Message">1 to 2,000 characters after trimming.</param>
/// <param name="AspectRatio">One of the Lab's; the session's unless given.</param>
/// <param name="SafetyLevel">As of other images; the operator's unless given (<c>moderate</c>).</param>
internal sealed record ChatMessageRequest(string? Message, string? AspectRatio, string? SafetyLevel);

/// <param name="Text">What the model wrote beside the image; empty when nothing.</param>
/// <param name="Duration">From the turn's begin to its end, in seconds, without the wait for it.</param>
/// <param name="MessageCount">How many the session held with this turn; 0 when it was deleted meanwhile.</param>
internal sealed record ChatAnswer(string Text, LabImage Image, string? Thinking, double Duration, int MessageCount);

internal static class SendChatMessage
{
    private const string Mode = "chat";

    public static async Task<Results<Ok<ChatAnswer>, FailureResult>> HandleAsync(
        string id, ChatMessageRequest body, Caller caller, ChatOwner owners, HttpContext http, RoutingPolicies policies, LabDefaults defaults, ChatStore chats, QuotaMeter meter, SendMessage operation, WordsStore words,
        ImageLinks links, CancellationToken cancellationToken)
    {
        if (owners.Of(caller, http.Request) is not { } owner)
            return (FailureResult)ErrorCodes.MissingCredential;
        var validation = new RequestValidation();
        var message = body.Message?.Trim();
        validation.Text("message", message, 1, LabSettings.MaxPrompt);
        validation.OneOf("aspect_ratio", body.AspectRatio, LabSettings.Ratios);
        validation.OneOf("safety_level", body.SafetyLevel, LabSettings.Levels);
        var pins = RoutingHeaders.Read(http.Request, policies, validation);
        var key = IdempotencyHeader.Read(http.Request, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        if (!LabIds.TryParse(id, out var known) || await chats.FindAsync(owner.AccountId, known, cancellationToken) is not { } session)
            return (FailureResult)ErrorCodes.SessionNotFound;

        var settings = defaults.WithLevel(new LabSettings(body.AspectRatio ?? session.AspectRatio, Resolution: null, body.SafetyLevel));
        var request = settings.RequestFor(message!, Mode, pins) with { SessionId = session.Id };
        var ownKey = CallerKeyHeader.Read(http.Request);
        var result = await operation.RunAsync(ownKey is null ? meter.Measure(request, owner) : request, owner, key, ownKey, cancellationToken);
        if (LabFailures.Of(result) is { } failure)
            return (FailureResult)failure;
        var outcome = ((StartResult.Ended)result).Outcome;
        if (LabImage.Of(outcome, Mode, links, http) is not { } image)
            return (FailureResult)ErrorCodes.ResultNotKept;
        var said = await words.FindAsync(owner.AccountId, outcome.JobId, outcome.Images[0].Image, cancellationToken);
        var count = await chats.CountAtAsync(owner.AccountId, session.Id, outcome.JobId, cancellationToken);
        return TypedResults.Ok(new ChatAnswer(said.Text ?? "", image, said.Thinking, Math.Round(outcome.Duration.TotalSeconds, 3), count));
    }
}
