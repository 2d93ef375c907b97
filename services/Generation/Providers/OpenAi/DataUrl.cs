using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Providers.OpenAi;

/// <summary>Writes an image as a data URL, without making a string of it.</summary>
internal static class DataUrl
{
    public static void Write(Utf8JsonWriter json, ReferenceImage image)
    {
        var head = $"\"data:{image.MediaType};base64,";
        var rented = ImageBuffers.Pool.Rent(head.Length + Base64.GetMaxEncodedToUtf8Length(image.Bytes.Length) + 1);
        try
        {
            var length = Encoding.ASCII.GetBytes(head, rented);
            Base64.EncodeToUtf8(image.Bytes.Span, rented.AsSpan(length), out _, out var written);
            length += written;
            rented[length++] = (byte)'"';
            json.WriteRawValue(rented.AsSpan(0, length), skipInputValidation: true);
        }
        finally
        {
            ImageBuffers.Pool.Return(rented);
        }
    }
}
