using System.Text;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Bench.Servers;

/// <summary>The bodies that the upstream answers with.</summary>
internal static class MockAnswers
{
    private const int ImageBytes = 100 * 1024;

    /// <summary>As <c>POST /v1/generate</c> answers, about 300 bytes.</summary>
    public static byte[] Generation() => Encoding.UTF8.GetBytes(
        """{"id":"gen_0f8fad5bd9cb469fa16570867728950e","url":"http://127.0.0.1:8000/v1/images/gen_0f8fad5bd9cb469fa16570867728950e/0.png?key=c2lnbmF0dXJlLW9mLTMyLWJ5dGVzLWluLWJhc2U2NHVybC0","prompt":"A cute banana wearing sunglasses on a beach at sunset, in the style of a travel poster","created_at":"2026-01-01T00:00:00.000000Z"}""");

    /// <summary>As <c>generateContent</c> answers with one square 1K image of 100 KB, which needs no conversion.</summary>
    public static byte[] Gemini() => Encoding.UTF8.GetBytes(
        $$"""
        {
          "candidates": [
            {
              "content": {
                "role": "model",
                "parts": [
                  {
                    "inlineData": {
                      "mimeType": "image/png",
                      "data": "{{Convert.ToBase64String(NoisyPng.Make(1024, ImageBytes))}}"
                    }
                  }
                ]
              },
              "finishReason": "STOP",
              "index": 0
            }
          ],
          "usageMetadata": {
            "promptTokenCount": 12,
            "candidatesTokenCount": 1120,
            "totalTokenCount": 1132
          },
          "modelVersion": "gemini-nano-banana-2.1",
          "responseId": "bench"
        }
        """);
}
