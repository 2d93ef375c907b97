using System.Security.Cryptography;
using System.Text;

namespace NanoBanana.Testing.Emulators;

/// <summary>The signature that a model of Gemini 3 puts on what it says: opaque to the caller, and made of what it stands on.</summary>
internal static class GeminiSeal
{
    /// <param name="payload">The part's text, or its image as base64.</param>
    public static string Of(string payload) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes("seal:" + payload)));
}
