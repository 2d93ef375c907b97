using System.Text.Json;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Library;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Lab.Editing;

/// <summary>How an image shall be described.</summary>
/// <param name="Mode">One of <see cref="Modes"/>.</param>
/// <param name="Detail">One of <see cref="Details"/>.</param>
/// <param name="Language"><c>en</c> or <c>zh</c>.</param>
internal sealed record ImageDescription(string Mode, string Detail, bool WithTags, string Language)
{
    public static readonly string[] Modes = ["describe", "reverse_prompt"];
    public static readonly string[] Details = ["brief", "standard", "detailed"];

    /// <summary>For the model.</summary>
    public string Instruction => (Mode == Modes[0] ? "Describe this image" : "Write the prompt that would make an image model draw this image")
        + Detail switch { "brief" => " in one sentence", "detailed" => " in eight to twelve sentences", _ => " in two to four sentences" }
        + (Language == "zh" ? ", in Chinese." : ", in English.")
        + " Answer with one JSON object and nothing else: {\"description\": text, \"tags\": [" + (WithTags ? "up to ten short words" : "") + "]}.";
}

/// <summary>What a model said of an image.</summary>
internal sealed record DescribedImage(string Text, IReadOnlyList<string> Tags, string Provider, string Model);

/// <summary>Asks a text model that can see. It costs the account nothing, as writing prompts does, and so only accounts may ask.</summary>
internal sealed class DescribeImage(
    IEnumerable<ITextProvider> providers, ProviderOverrides overrides, CircuitBreakers circuits, InputKeeper keeper, JobInputs loader, TimeProvider time)
{
    private const int MaxTags = 10;
    private const int MaxTag = 50;
    private const int MaxText = 8_000;
    private const int MaxTokens = 2_048;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<(DescribedImage? Described, ApiFailure? Failure)> RunAsync(InputImage image, ImageDescription wish, Guid accountId, CancellationToken cancellationToken)
    {
        if (providers.FirstOrDefault(known => known.IsAvailable && known.SeesImages && !overrides.IsDisabled(known.Name)) is not { } provider)
            return (null, new ApiFailure(ErrorCodes.NoProvider));
        var (request, unusable) = await keeper.KeepAsync(new GenerationRequest("", 0, 0, 1, "natural", "describe", "lab") { Inputs = [image] }, accountId, cancellationToken);
        if (request is null)
            return (null, unusable);
        var (loaded, obstacle) = await loader.ReadAsync(request.Inputs!, cancellationToken);
        using var held = loaded;
        if (loaded is null)
            return (null, new ApiFailure(obstacle is ProviderResult.Failed ? ErrorCodes.ImageNotFound : ErrorCodes.StorageUnavailable));
        return await circuits.EnterAsync(provider.Name, provider.Model)
            ? await AskAsync(provider, wish, loaded.References[0])
            : (null, new ApiFailure(ErrorCodes.ProviderUnavailable));
    }

    private async Task<(DescribedImage? Described, ApiFailure? Failure)> AskAsync(ITextProvider provider, ImageDescription wish, ReferenceImage image)
    {
        // Not the caller's patience: that somebody hung up is no word on the provider, and the circuit waits for one.
        using var deadline = new CancellationTokenSource(Patience, time);
        var result = await provider.CompleteAsync(
            new TextRequest(wish.Instruction, "The image:") { Json = true, MaxTokens = MaxTokens, Image = image }, deadline.Token);
        var failed = result as TextResult.Failed;
        await circuits.ReportAsync(provider.Name, provider.Model, failed?.Class);
        if (failed is not null)
            return (null, new ApiFailure(FailurePolicy.Of(failed.Class).Error) { RetryAfter = failed.RetryAfter });
        return Read(((TextResult.Said)result).Text) is { } read
            ? (new DescribedImage(read.Text, wish.WithTags ? read.Tags : [], provider.Name, provider.Model), null)
            : (null, new ApiFailure(ErrorCodes.ProviderUnavailable));
    }

    /// <summary>Null when it is not what was asked for.</summary>
    private static (string Text, IReadOnlyList<string> Tags)? Read(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("description", out var text) || JsonText.Of(text)?.Trim() is not { Length: > 0 } description)
                return null;
            var tags = json.RootElement.TryGetProperty("tags", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().Select(static tag => JsonText.Of(tag)?.Trim()).OfType<string>().Where(static tag => tag.Length is > 0 and <= MaxTag).Distinct(StringComparer.Ordinal).Take(MaxTags).ToList()
                : [];
            return (description.Length > MaxText ? description[..MaxText] : description, tags);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
