using System.Text.Json.Serialization;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>A model, as Google's clients list it.</summary>
/// <param name="Name"><c>models/</c> and its id.</param>
/// <param name="DisplayName">For a person.</param>
/// <param name="SupportedGenerationMethods"><c>generateContent</c> and <c>streamGenerateContent</c>.</param>
internal sealed record GeminiModelView(
    string Name,
    [property: JsonPropertyName("displayName")] string DisplayName,
    [property: JsonPropertyName("supportedGenerationMethods")] IReadOnlyList<string> SupportedGenerationMethods)
{
    private static readonly string[] Methods = ["generateContent", "streamGenerateContent"];

    public static GeminiModelView Of(ProviderModel model) => new("models/" + model.Id, model.Name, Methods);
}

/// <summary>A page of models.</summary>
/// <param name="NextPageToken">For the next page; left out of the last.</param>
internal sealed record GeminiModelListView(
    IReadOnlyList<GeminiModelView> Models,
    [property: JsonPropertyName("nextPageToken"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextPageToken);
