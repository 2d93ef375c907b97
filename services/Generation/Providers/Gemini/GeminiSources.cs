using System.Text.Json;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>The pages that a search of Google's found and the model drew on.</summary>
internal static class GeminiSources
{
    public static IReadOnlyList<SearchSource> Of(IEnumerable<JsonElement> candidates) =>
    [
        .. candidates.SelectMany(static candidate => candidate.Object("groundingMetadata")?.Items("groundingChunks") ?? [])
            .Select(static chunk => Read(chunk.Object("web"), "uri") ?? Read(chunk.Object("image"), "sourceUri"))
            .OfType<SearchSource>().DistinctBy(static source => source.Address, StringComparer.Ordinal),
    ];

    /// <summary>Null for what is no address of a page: it will be shown as a link.</summary>
    private static SearchSource? Read(JsonElement? found, string address) =>
        found is { } json && json.Text(address) is { } text && Uri.TryCreate(text, UriKind.Absolute, out var page) && page.Scheme is "https" or "http"
            ? new SearchSource(json.Text("title") is { Length: > 0 } title ? title : page.Host, page.AbsoluteUri)
            : null;
}
