using System.Collections.Frozen;
using System.Text.Json;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.OpenAi;

/// <summary>
/// Turns a status that is not a success into our words. The code decides before the status: one type and one status cover refused
/// prompts, bad values and retired models, and an empty account answers 400 or 429.
/// </summary>
internal static class OpenAiFailure
{
    /// <summary>The codes that are known, and the types that stand in for a missing code; null leaves it to the status.</summary>
    private static readonly FrozenDictionary<string, FailureClass?> Known = new Dictionary<string, FailureClass?>(StringComparer.Ordinal)
    {
        ["invalid_api_key"] = FailureClass.Unauthorised,
        ["moderation_blocked"] = FailureClass.RefusedInput,
        ["content_policy_violation"] = FailureClass.RefusedInput,
        ["model_not_found"] = FailureClass.Gone,
        ["billing_hard_limit_reached"] = FailureClass.OutOfFunds,
        ["insufficient_quota"] = FailureClass.OutOfFunds,
        ["project_spend_limit_exceeded"] = FailureClass.OutOfFunds,
        ["organization_spend_limit_exceeded"] = FailureClass.OutOfFunds,
        ["rate_limit_exceeded"] = FailureClass.Throttled,
        ["invalid_value"] = null,
        ["unknown_parameter"] = null,
        ["invalid_image_file"] = null,
        ["invalid_input_fidelity_model"] = null,
        ["invalid_request_error"] = null,
        ["image_generation_user_error"] = null,
        ["server_error"] = null,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static ProviderResult.Failed Of(ProviderAnswer answer) =>
        OpenAiAnswer.Parse(answer.Body, root => root.Object("error") is { } error ? Of(answer, error) : null) ?? answer.Failure();

    /// <summary>
    /// A model was started and failed, which an event tells. What would be a reason to ask the same again had it never started is none here: that may be billed beside
    /// this one.
    /// </summary>
    public static ProviderResult.Failed OfRun(JsonElement error) => Of(
        error, error.Text("type") is "image_generation_user_error" or "invalid_request_error" ? FailureClass.BadInput : FailureClass.Failed, "OTHER", retryAfter: null);

    private static ProviderResult.Failed Of(ProviderAnswer answer, JsonElement error) => Of(error, HttpFailures.Classify(answer.Status), $"HTTP {answer.Status}", answer.RetryAfter);

    /// <param name="otherwise">What it is where its code does not decide.</param>
    /// <param name="nameless">The detail of one that has neither code nor type.</param>
    private static ProviderResult.Failed Of(JsonElement error, FailureClass otherwise, string nameless, TimeSpan? retryAfter)
    {
        var name = error.Text("code") ?? error.Text("type") ?? "";
        if (name == "invalid_value" && error.Text("param") == "model")
            return new ProviderResult.Failed(FailureClass.Gone, "INVALID_MODEL");
        var isKnown = Known.TryGetValue(name, out var known);
        var failure = known == FailureClass.RefusedInput && IsOfOutput(error) ? FailureClass.RefusedOutput : known ?? otherwise;
        var detail = isKnown ? name.ToUpperInvariant() : name.Length > 0 ? "OTHER" : nameless;
        return new ProviderResult.Failed(failure, detail, failure is FailureClass.Throttled or FailureClass.Overloaded ? retryAfter : null);
    }

    private static bool IsOfOutput(JsonElement error) => error.Object("moderation_details")?.Text("moderation_stage") == "output";
}
