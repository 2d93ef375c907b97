using System.Diagnostics;

namespace NanoBanana.Generation.Providers.Transport;

/// <summary>
/// The span around a provider call, by the conventions of https://opentelemetry.io/docs/specs/semconv/gen-ai/. Prompt and key are no
/// part of it.
/// </summary>
internal static class ProviderActivity
{
    private static readonly ActivitySource Source = new("NanoBanana.Generation");

    /// <param name="operation">The convention's name of the call, such as <c>generate_content</c>.</param>
    /// <param name="provider">The convention's name of the provider where there is one (<c>gcp.gemini</c>), else ours.</param>
    /// <param name="output">What is made: <c>image</c>, <c>video</c>, <c>text</c>.</param>
    public static Activity? Start(string operation, string provider, string model, Uri server, string output = "image")
    {
        var activity = Source.StartActivity($"{operation} {model}", ActivityKind.Client);
        activity?.SetTag("gen_ai.operation.name", operation);
        activity?.SetTag("gen_ai.provider.name", provider);
        activity?.SetTag("gen_ai.request.model", model);
        activity?.SetTag("gen_ai.output.type", output);
        activity?.SetTag("server.address", server.Host);
        activity?.SetTag("server.port", server.Port);
        return activity;
    }

    public static void End(this Activity? activity, ProviderResult result)
    {
        if (result is not ProviderResult.Failed failed)
            return;
        activity?.SetTag("error.type", FailureNames.Of(failed.Class));
        activity?.SetStatus(ActivityStatusCode.Error, failed.Detail);
    }
}
