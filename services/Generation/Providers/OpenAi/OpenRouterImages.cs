using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.OpenAi;

/// <summary>OpenRouter's way: one address, shapes and steps instead of pixels, images as data URLs, and the cost in the answer.</summary>
internal sealed class OpenRouterImages(string quality) : OpenAiDialect
{
    /// <summary>More dollars than any image costs: a number beyond it is a mistake.</summary>
    private const decimal MostDollars = 1_000;

    public override string Catalogue => OpenAiOptions.OpenRouterDialect;

    public override string DisplayName => "OpenRouter";

    public override ProviderModel Unknown { get; } = new("")
    {
        Ratios = [new(1, 1), new(2, 3), new(3, 2), new(3, 4), new(4, 3), new(4, 5), new(5, 4), new(9, 16), new(16, 9), new(21, 9)],
        MaxReferences = 1,
        MaxPrompt = 32_000,
    };

    public override (string Path, HttpContent Body) Write(ProviderRequest request, ProviderModel model)
    {
        var buffer = new ArrayBufferWriter<byte>(request.Prompt.Length + 512);
        using (var json = new Utf8JsonWriter(buffer))
            Write(json, request, model);
        return ("/images", new ReadOnlyMemoryContent(buffer.WrittenMemory) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } });
    }

    /// <summary>Their list of models is open to everybody.</summary>
    public override string ProbePath => "/key";

    public override ProviderResult.Failed ReadFailure(ProviderAnswer answer) => OpenRouterFailure.Of(answer);

    public override ProviderResult Read(ProviderAnswer answer) =>
        answer.IsSuccess ? OpenAiAnswer.Read(answer.Body, ReadRun) : ReadFailure(answer);

    /// <summary>Once a model has started the status is 200, however it ends.</summary>
    private static ProviderResult ReadRun(JsonElement root)
    {
        var result = root.Object("error") is { } error ? OpenRouterFailure.OfRun(error) : OpenAiAnswer.ImageOf(root);
        return root.Object("usage")?.Number("cost") is { } dollars and >= 0 and <= MostDollars
            ? result with { CostMicros = (long)decimal.Round(dollars * 1_000_000) }
            : result;
    }

    private void Write(Utf8JsonWriter json, ProviderRequest request, ProviderModel model)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, request.Model);
        json.WriteString("prompt"u8, request.Prompt);
        json.WriteNumber("n"u8, 1);
        json.WriteString("aspect_ratio"u8, request.Ratio.ToString());
        if (model.TakesResolution)
            json.WriteString("resolution"u8, request.Resolution);

        // Other vendors' models know no quality.
        if (request.Model.StartsWith("openai/", StringComparison.Ordinal))
            json.WriteString("quality"u8, quality);
        if (model.TakesSeed)
            json.WriteNumber("seed"u8, request.Seed & int.MaxValue);
        if (request.References.Count > 0)
            WriteReferences(json, request.References);
        json.WriteEndObject();
    }

    private static void WriteReferences(Utf8JsonWriter json, IReadOnlyList<ReferenceImage> images)
    {
        json.WriteStartArray("input_references"u8);
        foreach (var image in images)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "image_url"u8);
            json.WriteStartObject("image_url"u8);
            json.WritePropertyName("url"u8);
            DataUrl.Write(json, image);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
