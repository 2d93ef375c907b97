using System.Text.Json;
using System.Text.Json.Serialization;
using NanoBanana.Generation.Inputs;

namespace NanoBanana.Generation.Api.Kie;

/// <summary>What <c>input_image</c> brings: one image as a text, or a list of up to <see cref="Most"/>.</summary>
/// <param name="Images">As they were sent; null where a list has nothing. Of more than <see cref="Most"/> only one more is kept, since all of them are refused.</param>
/// <param name="IsList">Whether they were a list, and then faults are told with their index.</param>
[JsonConverter(typeof(KieInputImagesConverter))]
internal sealed record KieInputImages(IReadOnlyList<InlineImage?> Images, bool IsList)
{
    public const int Most = 5;
}

/// <summary>Reads either form, each image as its text is met.</summary>
internal sealed class KieInputImagesConverter : JsonConverter<KieInputImages>
{
    private static readonly InlineImageConverter One = new();

    public override KieInputImages? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return new KieInputImages([One.Read(ref reader, typeof(InlineImage), options)], IsList: false);
        var images = new List<InlineImage?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (images.Count > KieInputImages.Most)
                reader.Skip();
            else
                images.Add(reader.TokenType == JsonTokenType.Null ? null : One.Read(ref reader, typeof(InlineImage), options));
        }

        return new KieInputImages(images, IsList: true);
    }

    public override void Write(Utf8JsonWriter writer, KieInputImages value, JsonSerializerOptions options) => throw new NotSupportedException();
}
