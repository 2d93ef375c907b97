using System.Text.Json;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>How an order for a video stands.</summary>
internal static class VeoOutcome
{
    /// <param name="answer">To the question after it.</param>
    /// <param name="credentialFor">What fetches a file from an address; null for a foreign one.</param>
    public static ProviderResult Of(ProviderAnswer answer, Func<Uri, ResultCredential?> credentialFor) => answer.Status switch
    {
        StatusCodes.Status200OK => Read(answer, credentialFor),

        // Not known there, or not shown to this key: the video may have been made all the same, so it is not to be made elsewhere.
        >= 400 and < 499 => GeminiFailure.Of(answer) with { Class = FailureClass.Unknown, RetryAfter = null },
        _ => new ProviderResult.Running(),
    };

    private static ProviderResult Read(ProviderAnswer answer, Func<Uri, ResultCredential?> credentialFor)
    {
        VeoOperation? operation;
        try
        {
            operation = JsonSerializer.Deserialize(answer.Body.Span, VeoJson.Default.VeoOperation);
        }
        catch (JsonException)
        {
            return new ProviderResult.Running();
        }

        if (operation is not { Done: true })
            return new ProviderResult.Running();
        return operation.Error is { } error ? Failure(error.Code) : Result(operation.Response?.GenerateVideoResponse, credentialFor);
    }

    private static ProviderResult Result(VeoVideos? videos, Func<Uri, ResultCredential?> credentialFor)
    {
        var address = videos?.GeneratedSamples?.Select(static sample => sample?.Video?.Uri).FirstOrDefault(static uri => !string.IsNullOrEmpty(uri));
        if (address is null)
            return videos?.RaiMediaFilteredCount > 0 ? new ProviderResult.Failed(FailureClass.RefusedOutput, "RAI_FILTERED") : new ProviderResult.Failed(FailureClass.NoImage, "EMPTY");
        return Uri.TryCreate(address, UriKind.Absolute, out var file) && file.Scheme is "https" or "http"
            ? new ProviderResult.Located(file) { Credential = credentialFor(file) }
            : new ProviderResult.Failed(FailureClass.BadImage, "ADDRESS");
    }

    /// <summary>The numbers of https://grpc.io/docs/guides/status-codes/. An operation that failed made nothing and is not billed.</summary>
    private static ProviderResult.Failed Failure(int? code) => code switch
    {
        1 => new(FailureClass.Failed, "CANCELLED"),
        3 => new(FailureClass.BadInput, "INVALID_ARGUMENT"),
        4 => new(FailureClass.TimedOut, "DEADLINE_EXCEEDED"),
        5 => new(FailureClass.Gone, "NOT_FOUND"),
        7 => new(FailureClass.Unauthorised, "PERMISSION_DENIED"),
        8 => new(FailureClass.Throttled, "RESOURCE_EXHAUSTED"),

        // Our account or its region, as when it is the answer to a call.
        9 => new(FailureClass.Unauthorised, "FAILED_PRECONDITION"),
        11 => new(FailureClass.BadInput, "OUT_OF_RANGE"),
        13 => new(FailureClass.Failed, "INTERNAL"),
        14 => new(FailureClass.Overloaded, "UNAVAILABLE"),
        16 => new(FailureClass.Unauthorised, "UNAUTHENTICATED"),
        _ => new(FailureClass.Failed, "OTHER"),
    };
}
