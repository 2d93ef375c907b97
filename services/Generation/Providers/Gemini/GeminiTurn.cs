using System.Text.Json;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>The model's turn as it must be sent back: its words and its last image, with their seals; no drafts, no thoughts.</summary>
internal static class GeminiTurn
{
    /// <param name="parts">Of the answer, in order.</param>
    /// <param name="delivered">The last image, decoded.</param>
    public static ConversationTurn Of(IReadOnlyList<JsonElement> parts, ProviderResult.Delivered delivered)
    {
        var said = parts.Where(static part => !part.IsTrue("thought")).ToList();
        var last = said.FindLastIndex(IsImage);
        var kept = new List<ConversationPart>();
        for (var i = 0; i < said.Count; i++)
        {
            var signature = said[i].Text("thoughtSignature");
            if (i == last)
                kept.Add(new ConversationPart(null, ImageOf(delivered), signature));
            else if (said[i].Text("text") is { } text && (text.Length > 0 || signature is not null))
                kept.Add(new ConversationPart(text, null, signature));
        }

        return new ConversationTurn(IsModel: true, kept);
    }

    private static bool IsImage(JsonElement part) => part.Object("inlineData")?.Field("data") is { ValueKind: JsonValueKind.String };

    /// <summary>A copy: the result's own bytes go back to the pool. Their type is told from them where the model did not declare it.</summary>
    private static ReferenceImage ImageOf(ProviderResult.Delivered delivered)
    {
        var bytes = delivered.Bytes.Memory.ToArray();
        var mediaType = delivered.MediaType.Length > 0 ? delivered.MediaType : bytes[0] switch
        {
            0x89 => "image/png",
            (byte)'R' => "image/webp",
            _ => "image/jpeg",
        };
        return new ReferenceImage(bytes, mediaType);
    }
}
