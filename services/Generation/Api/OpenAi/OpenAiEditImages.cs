using NanoBanana.Generation.Inputs;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>The images that the JSON form of an edit names, and its mask behind them.</summary>
internal sealed class OpenAiEditImages(InputFields fields)
{
    /// <summary>How many images an edit takes, its mask aside.</summary>
    public const int Most = 16;

    /// <summary>What is wrong with too many.</summary>
    public static readonly string TooMany = $"Expected at most {Most} images.";

    public async Task<IReadOnlyList<InputImage>> ReadAsync(OpenAiEditRequest body, HttpContext http, RequestValidation validation, CancellationToken cancellationToken)
    {
        var inputs = new List<InputImage>();
        if (body.Images is not { Count: > 0 } images)
            validation.Add("images", "missing", "Field required");
        else if (images.Count > Most)
            validation.Add("images", "value_error", TooMany);
        else
        {
            for (var i = 0; i < images.Count; i++)
            {
                if (await ReadAsync($"images[{i}]", images[i], http, validation, cancellationToken) is { } image)
                    inputs.Add(image);
            }
        }

        if (body.Mask is { } mask && await ReadAsync("mask", mask, http, validation, cancellationToken) is { } read)
            inputs.Add(read with { IsMask = true });
        return inputs;
    }

    private async Task<InputImage?> ReadAsync(
        string field, OpenAiImageReference? reference, HttpContext http, RequestValidation validation, CancellationToken cancellationToken)
    {
        OpenAiReader.CheckUnknown(field + ".", reference?.Unknown, validation);
        if (reference?.FileId is null)
            return await fields.ReadAsync(field + ".image_url", reference?.ImageUrl, http, validation, cancellationToken);
        validation.Add(field + ".file_id", "value_error", "There are no uploaded files here: send an image_url.");
        return null;
    }
}
