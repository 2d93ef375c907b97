using System.Text;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>A body that claims to be a form and is none, or that ends in the middle.</summary>
internal sealed class MalformedFormException(Exception? inner = null) : Exception("The body is not a multipart form.", inner)
{
    /// <summary>What the framework throws of such a body; what it says of size and speed stays as it is.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> readAsync)
    {
        try
        {
            return await readAsync();
        }
        catch (Exception exception) when (exception is InvalidDataException or DecoderFallbackException or (IOException and not BadHttpRequestException))
        {
            throw new MalformedFormException(exception);
        }
    }
}
