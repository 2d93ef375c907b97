using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Jobs;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>Waits for a call's image, and says in the family's words what became of it.</summary>
internal sealed class MakeGeminiImage(GenerateImages operation, GeminiWriter writer)
{
    public async Task<IResult> RunAsync(
        GenerationRequest request, Principal caller, string? key, GeminiFraming framing, HttpContext http, CancellationToken cancellationToken)
    {
        switch (await operation.RunAsync(request, caller, key, QuoteHeader.Read(http.Request), cancellationToken))
        {
            case StartResult.Ended { Outcome: { Succeeded: true } outcome }:
                var (made, failure) = await writer.WriteAsync(outcome, request, caller.AccountId, cancellationToken);
                return made is null ? (FailureResult)failure! : new GeminiAnswer(made, framing);
            case StartResult.Ended { Outcome: var outcome }:
                return Refused(
                    new ApiFailure(outcome.Error) { RetryAfter = outcome.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null },
                    JobIds.ToWire(outcome.JobId), outcome.Model ?? request.Model!, framing);
            case StartResult.Refused refused:
                return Refused(refused.Failure, JobIds.ToWire(JobIds.New()), request.Model!, framing);
            case StartResult.StillRunning running:
                http.Response.Headers.Location = $"/v1/generations/{JobIds.ToWire(running.JobId)}";
                return (FailureResult)ErrorCodes.StillRunning;
            default:
                return (FailureResult)ErrorCodes.Internal;
        }
    }

    /// <summary>A refusal for safety's sake is an answer to Google's clients, and no failure; our code stands beside it.</summary>
    private static IResult Refused(ApiFailure failure, string id, string model, GeminiFraming framing)
    {
        var reply = new GeminiReply(id, model) { Refusal = failure.Code };
        if (failure.Code == ErrorCodes.PromptBlocked || failure.Code == ErrorCodes.ProviderRefusedInput)
            return new GeminiAnswer(reply with { BlockReason = "SAFETY" }, framing);
        if (failure.Code == ErrorCodes.ProviderRefusedOutput)
            return new GeminiAnswer(reply with { FinishReason = "IMAGE_SAFETY" }, framing);
        return failure.Code == ErrorCodes.ProviderNoImage ? new GeminiAnswer(reply with { FinishReason = "NO_IMAGE" }, framing) : (FailureResult)failure;
    }
}
