using System.Text.Json.Nodes;

namespace NanoBanana.Testing.Emulators;

/// <summary>What a search leaves behind on a candidate.</summary>
internal static class GeminiGrounding
{
    /// <summary>As documented when a search was asked for; <c>grounding_null</c> and <c>grounding_odd</c> leave out what may be missing.</summary>
    public static JsonObject Add(JsonObject candidate, Behaviour behaviour, GeminiImageRequest request)
    {
        if (request.Search)
            candidate["groundingMetadata"] = behaviour.Name == "grounding_null" ? null : Metadata(behaviour.Name == "grounding_odd" ? Odd() : Chunks());
        return candidate;
    }

    private static JsonObject Metadata(JsonArray chunks) => new()
    {
        ["webSearchQueries"] = new JsonArray("red apple"),
        ["imageSearchQueries"] = null,
        ["searchEntryPoint"] = new JsonObject { ["renderedContent"] = "<div></div>" },
        ["groundingChunks"] = chunks,
        ["groundingSupports"] = new JsonArray(new JsonObject { ["segment"] = new JsonObject { ["endIndex"] = 11 }, ["groundingChunkIndices"] = new JsonArray(0) }),
    };

    private static JsonArray Chunks() =>
    [
        new JsonObject { ["web"] = new JsonObject { ["uri"] = "https://pages.example/apples", ["title"] = "Apples" } },
        new JsonObject
        {
            ["image"] = new JsonObject
            {
                ["sourceUri"] = "https://pictures.example/page", ["imageUri"] = "https://pictures.example/1.jpg", ["title"] = "A red apple", ["domain"] = "pictures.example",
            },
        },
    ];

    private static JsonArray Odd() =>
    [
        null, 5, new JsonObject(), new JsonObject { ["web"] = null }, new JsonObject { ["web"] = new JsonObject { ["uri"] = null, ["title"] = "nothing" } },
        new JsonObject { ["web"] = new JsonObject { ["uri"] = "javascript:alert(1)", ["title"] = "script" } },
        new JsonObject { ["web"] = new JsonObject { ["uri"] = "https://pages.example/apples", ["title"] = null } },
        new JsonObject { ["web"] = new JsonObject { ["uri"] = "https://pages.example/apples" } },
        new JsonObject { ["image"] = new JsonObject { ["imageUri"] = "https://pictures.example/1.jpg" } }, new JsonObject { ["maps"] = new JsonObject() },
    ];
}
