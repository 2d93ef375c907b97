using NanoBanana.Generation.Inputs;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>
/// The images of a call, as its inputs: first those of the last turn in their order, which all must be taken, then those of earlier turns, the newest first, as far as
/// the model takes them.
/// </summary>
internal sealed class GeminiImages(InputFields fields)
{
    private const int LongestAddress = 2_048;

    /// <param name="most">How many the model takes.</param>
    public async Task<IReadOnlyList<InputImage>> ReadAsync(
        IReadOnlyList<GeminiContent> turns, int most, HttpContext http, RequestValidation validation, CancellationToken cancellationToken)
    {
        var wanted = turns.Count == 0 ? [] : Of(turns, turns.Count - 1).ToList();
        if (wanted.Count > most)
        {
            validation.Add("contents", "too_long", $"The model takes at most {most} images");
            return [];
        }

        for (var turn = turns.Count - 2; turn >= 0 && wanted.Count < most; turn--)
            wanted.AddRange(Of(turns, turn).Reverse().Take(most - wanted.Count));
        var images = new List<InputImage>(wanted.Count);
        foreach (var (field, part) in wanted)
        {
            if (await ReadAsync(field, part, http, validation, cancellationToken) is { } image)
                images.Add(image);
        }

        return images;
    }

    private static IEnumerable<(string Field, GeminiPart Part)> Of(IReadOnlyList<GeminiContent> turns, int turn) => turns[turn].Parts!
        .Select((part, place) => (Field: GeminiTurns.FieldOf(turn, place), Part: part!))
        .Where(static one => one.Part is { Thought: not true } and ({ InlineData: not null } or { FileData: not null }));

    private async Task<InputImage?> ReadAsync(string field, GeminiPart part, HttpContext http, RequestValidation validation, CancellationToken cancellationToken)
    {
        if (part.InlineData is { } inline)
        {
            if (inline.Data is null or { HasBytes: true })
                return await fields.ReadAsync(field + ".inlineData.data", inline.Data, http, validation, cancellationToken);
            validation.Add(field + ".inlineData.data", "value_error", "Input should be base64");
            return null;
        }

        var address = part.FileData!.FileUri;
        validation.Text(field + ".fileData.fileUri", address, 1, LongestAddress);
        return address is { Length: > 0 and <= LongestAddress }
            ? await fields.ReadAsync(field + ".fileData.fileUri", InlineImage.Of(address), http, validation, cancellationToken)
            : null;
    }
}
