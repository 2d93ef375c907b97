using System.Text.Json;

namespace NanoBanana.Generation.Api.Mcp;

/// <summary>What tools take, as JSON schemas.</summary>
internal static class McpSchemas
{
    public static readonly JsonElement Generate = Parse($$$"""
        {"type":"object","properties":{{{{Prompt}}},{{{Size}}},{{{Common}}}},"required":["prompt"]}
        """);

    public static readonly JsonElement Edit = Parse($$$"""
        {"type":"object","properties":{
          "image":{"type":"string","description":"The image to change: an http(s) address on a public host, the id of one of your images (gen_...), or base64 of a PNG, JPEG or WebP."},
          "mask":{"type":"string","description":"Given as the image and of its shape: it may be changed where the mask is transparent, or white."},
          {{{Prompt}}},{{{Size}}},{{{Common}}}},"required":["image","prompt"]}
        """);

    public static readonly JsonElement GetJob = Parse("""
        {"type":"object","properties":{"id":{"type":"string","description":"As another tool answered it: gen_..."}},"required":["id"]}
        """);

    public static readonly JsonElement Nothing = Parse("""{"type":"object","properties":{}}""");

    private const string Prompt = """
        "prompt":{"type":"string","minLength":1,"maxLength":2000,"description":"What shall be seen."}
        """;

    private const string Size = """
        "size":{"type":"string","enum":["1024x1024","512x512","256x256","1280x896","896x1280","1408x768","768x1408"],"description":"Width and height in pixels."}
        """;

    private const string Common = """
        "model":{"type":"string","description":"Of list_models; without one the service chooses."},
        "seed":{"type":"integer","minimum":0,"maximum":2147483647,"description":"The same one gives the same image on models that take it."},
        "idempotency_key":{"type":"string","maxLength":255,"description":"A repeat under the same key answers the same image and is not charged again."}
        """;

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
