using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Access;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>What <c>POST /api/generate</c> reads.</summary>
/// <param name="Prompt">1 to 2,000 characters after trimming.</param>
/// <param name="IncludeThinking">Whether the model's thoughts are wanted.</param>
internal sealed record LabGenerateRequest(string? Prompt, LabSettings? Settings, bool? IncludeThinking);

internal static class LabGenerate
{
    private const string Mode = "basic";

    public static async Task<Results<Ok<LabGenerateResult>, Accepted<LabBatchResult>, FailureResult>> HandleAsync(
        LabGenerateRequest body, Caller caller, HttpContext http, LabAccess access, RoutingPolicies policies, LabDefaults defaults, MakeLabImage operation,
        CancellationToken cancellationToken)
    {
        var ownKey = CallerKeyHeader.Read(http.Request);
        var owner = ownKey is null ? access.Admit(caller.Principal, http.Request) : access.OwnerOf(caller.Principal, http.Request);
        if (owner is null)
            return (FailureResult)ErrorCodes.MissingCredential;
        var validation = new RequestValidation();
        var prompt = body.Prompt?.Trim();
        validation.Text("prompt", prompt, 1, LabSettings.MaxPrompt);
        var settings = await defaults.FillAsync(body.Settings, owner, cancellationToken);
        settings.Check(validation);
        var pins = RoutingHeaders.Read(http.Request, policies, validation);
        var key = IdempotencyHeader.Read(http.Request, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var request = settings.RequestFor(prompt!, Mode, pins);
        if (body.IncludeThinking == true)
            request = request.Asking(static asked => asked with { WithThoughts = true });
        return await operation.RunAsync(new LabImageOrder(request, settings, owner, key, ownKey), http, cancellationToken);
    }
}
