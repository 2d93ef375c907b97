using System.Diagnostics;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>
/// The span around a provider call, by the conventions of https://opentelemetry.io/docs/specs/semconv/gen-ai/. The prompt and the
/// key are no part of it.
/// </summary>
internal static class GeminiActivity
{
    private const string Operation = "generate_content";
    private static readonly ActivitySource Source = new("NanoBanana.Generation");

    public static Activity? Start(string model, Uri server)
    {
        var activity = Source.StartActivity($"{Operation} {model}", ActivityKind.Client);
        activity?.SetTag("gen_ai.operation.name", Operation);
        activity?.SetTag("gen_ai.provider.name", "gcp.gemini");
        activity?.SetTag("gen_ai.request.model", model);
        activity?.SetTag("gen_ai.output.type", "image");
        activity?.SetTag("server.address", server.Host);
        activity?.SetTag("server.port", server.Port);
        return activity;
    }

    public static void End(this Activity? activity, ProviderResult result)
    {
        if (result is not ProviderResult.Failed failed)
            return;
        activity?.SetTag("error.type", failed.Class.ToString());
        activity?.SetStatus(ActivityStatusCode.Error, failed.Detail);
    }
}
