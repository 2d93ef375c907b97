using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using NanoBanana.Generation.Moderation;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.OpenAi;

/// <summary>OpenAI's own way: one address for making an image, another for one that follows images.</summary>
internal sealed class OpenAiImages(string quality) : OpenAiDialect
{
    private const string Format = "png";

    public override string Catalogue => OpenAiOptions.PlainDialect;

    public override string DisplayName => "OpenAI";

    /// <summary>The sizes that every model of theirs takes.</summary>
    public override ProviderModel Unknown { get; } = new("")
    {
        Sizes = [new(1024, 1024), new(1536, 1024), new(1024, 1536)],
        MaxReferences = 16,
        TakesMask = true,
        MaxPrompt = 32_000,
    };

    public override (string Path, HttpContent Body) Write(ProviderRequest request, ProviderModel model)
    {
        var wanted = new OpenAiImageRequest(
            request.Model, request.Prompt, 1, string.Create(CultureInfo.InvariantCulture, $"{request.Width}x{request.Height}"), quality, Format, ModerationOf(request), request.Partials?.Count);
        return request.References.Count == 0
            ? ("/images/generations", Json(wanted))
            : ("/images/edits", OpenAiEditForm.Of(wanted, request.References, request.Mask));
    }

    public override string ProbePath => "/models";

    public override ProviderResult.Failed ReadFailure(ProviderAnswer answer) => OpenAiFailure.Of(answer);

    public override ProviderResult Read(ProviderAnswer answer) =>
        answer.IsSuccess ? OpenAiAnswer.Read(answer.Body, OpenAiAnswer.ImageOf) : ReadFailure(answer);

    /// <summary>Only their own models are known to take it; <c>auto</c> is as strict as it gets, <c>low</c> all that may be waived.</summary>
    private static string? ModerationOf(ProviderRequest request) => request.Model.StartsWith("gpt-image", StringComparison.Ordinal)
        ? request.Safety switch { SafetyLevel.Strict => "auto", SafetyLevel.Moderate => null, _ => "low" }
        : null;

    /// <summary>Of known length: not every server takes chunks.</summary>
    private static ByteArrayContent Json(OpenAiImageRequest wanted) => new(JsonSerializer.SerializeToUtf8Bytes(wanted, OpenAiJson.Default.OpenAiImageRequest))
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
    };
}
