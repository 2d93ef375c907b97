using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd;

/// <summary>The forms that the document describes, sent as a client would send them that was generated from it and knows nothing else.</summary>
public sealed class FormDocumentTests(SystemFixture fixture) : IClassFixture<SystemFixture>
{
    private const string Form = "multipart/form-data";
    private const string Json = "application/json";
    private const string Edits = "/openai/v1/images/edits";

    [Theory]
    [InlineData("/api/generate")]
    [InlineData(Edits)]
    public async Task Form_FilledInByItsDescription_IsUnderstood(string path)
    {
        using var client = await (await fixture.System.SignUpAsync()).KeyClientAsync();
        var document = await client.GetJsonAsync("/openapi.json");
        var body = document["paths"]![path]!["post"]!["requestBody"]!["content"]!;
        body[Json].ShouldNotBeNull();
        var required = body[Form]!["schema"]!["required"]!.AsArray().Select(static name => (string)name!).ToList();
        using var form = new MultipartFormDataContent();
        foreach (var (name, field) in body[Form]!["schema"]!["properties"]!.AsObject())
            Fill(form, document, name, field!, body[Form]!["encoding"]?[name]?["contentType"], required.Contains(name));

        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), form);

        var answer = (await response.ShouldBeAsync(HttpStatusCode.OK))!.AsObject();
        SchemasOf(document["paths"]![path]!["post"]!["responses"]!["200"]!["content"]![Json]!["schema"]!)
            .ShouldContain(id => document["components"]!["schemas"]![id]!["required"]!.AsArray().All(name => answer.ContainsKey((string)name!)));
    }

    [Fact]
    public async Task FormOfAnEdit_HasTheFieldsOfItsJson()
    {
        using var client = fixture.System.CreateClient();
        var document = await client.GetJsonAsync("/openapi.json");

        var form = document["paths"]![Edits]!["post"]!["requestBody"]!["content"]![Form]!["schema"]!["properties"]!.AsObject().Select(static field => field.Key);

        form.Order().ShouldBe(
            document["components"]!["schemas"]!["OpenAiEditRequest"]!["properties"]!.AsObject().Select(static field => field.Key == "images" ? "image" : field.Key).Order());
    }

    /// <summary>With what the description says is possible. A text that may be left out is.</summary>
    private static void Fill(MultipartFormDataContent form, JsonNode document, string name, JsonNode field, JsonNode? contentType, bool isRequired)
    {
        var file = EmulatedImage.Make(64, 64, "image/png");
        if (field["$ref"] is { } reference)
        {
            document["components"]!["schemas"]![Id(reference)].ShouldNotBeNull();
            form.Add(new StringContent("{}", mediaType: new((string)contentType!)), name);
        }
        else if ((string)field["type"]! == "array")
        {
            ((string)field["items"]!["format"]!, (string)contentType!).ShouldBe(("binary", "image/png, image/jpeg, image/webp"));
            for (var i = 0; i < Math.Min((int)field["maxItems"]!, 3); i++)
                form.Add(new ByteArrayContent(file), name, $"{i}.png");
        }
        else if (field["default"] is { } usual)
            form.Add(new StringContent(usual.ToJsonString()), name);
        else if (field["enum"] is { } values)
            form.Add(new StringContent((string)values[0]!), name);
        else if (isRequired)
            form.Add(new StringContent("lighthouse"), name);
    }

    private static IEnumerable<string> SchemasOf(JsonNode schema) => schema["anyOf"] is { } several ? several.AsArray().Select(static one => Id(one!["$ref"]!)) : [Id(schema["$ref"]!)];

    private static string Id(JsonNode reference) => ((string)reference!).Split('/')[^1];
}
