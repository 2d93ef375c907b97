using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>That the emulator refuses what Black Forest Labs refuses: else a green adapter test would prove nothing.</summary>
public sealed class BflEmulatorTests : IAsyncLifetime
{
    private BflEmulator _bfl = null!;

    public async ValueTask InitializeAsync() => _bfl = await BflEmulator.StartAsync();

    [Theory]
    [InlineData("flux-2-pro", """{}""", "missing", "prompt")]
    [InlineData("flux-2-pro", """{"prompt":"x","width":1000}""", "multiple_of", "width")]
    [InlineData("flux-2-pro", """{"prompt":"x","height":48}""", "greater_than_equal", "height")]
    [InlineData("flux-2-pro", """{"prompt":"x","width":2064,"height":2048}""", "value_error", "width")]
    [InlineData("flux-2-pro", """{"prompt":"x","output_format":"gif"}""", "enum", "output_format")]
    [InlineData("flux-2-pro", """{"prompt":"x","seed":"7"}""", "int_parsing", "seed")]
    [InlineData("flux-2-pro", """{"prompt":"x","safety_tolerance":"2"}""", "int_parsing", "safety_tolerance")]
    [InlineData("flux-2-pro", """{"prompt":"x","safety_tolerance":-1}""", "greater_than_equal", "safety_tolerance")]
    [InlineData("flux-2-pro", """{"prompt":"x","safety_tolerance":6}""", "less_than_equal", "safety_tolerance")]
    [InlineData("flux-pro-1.1", """{"prompt":"x","safety_tolerance":7}""", "less_than_equal", "safety_tolerance")]
    [InlineData("flux-kontext-pro", """{"prompt":"x","safety_tolerance":3,"input_image":"http://x"}""", "less_than_equal", "safety_tolerance")]
    [InlineData("flux-3-image", """{"prompt":"x","safety_tolerance":5}""", "less_than_equal", "safety_tolerance")]
    [InlineData("flux-pro-1.1", """{"prompt":"x","width":1456}""", "less_than_equal", "width")]
    [InlineData("flux-kontext-pro", """{"prompt":"x","aspect_ratio":"3:1"}""", "value_error", "aspect_ratio")]
    [InlineData("flux-3-image", """{"prompt":"x","seed":7}""", "extra_forbidden", "seed")]
    [InlineData("flux-3-image", """{"prompt":"x","output_format":"png"}""", "extra_forbidden", "output_format")]
    [InlineData("flux-3-image", """{"prompt":"x","webhook_url":"http://x"}""", "extra_forbidden", "webhook_url")]
    [InlineData("flux-3-image", """{"prompt":"x","resolution":"1K"}""", "enum", "resolution")]
    [InlineData("flux-3-image", """{"prompt":"x","aspect_ratio":"8:5"}""", "literal_error", "aspect_ratio")]
    [InlineData("flux-2-pro", """{"prompt":""", "json_invalid", "body")]
    public async Task WrongRequest_Post_IsUnprocessable(string model, string body, string type, string field)
    {
        using var response = await PostAsync(model, body);

        var complaint = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!["detail"]![0]!;
        complaint["type"]!.GetValue<string>().ShouldBe(type);
        complaint["loc"]!.ToJsonString().ShouldBe($"[\"body\",\"{field}\"]");
        _bfl.Switchboard.Rejected.ShouldBe(1);
    }

    [Theory]
    [InlineData("flux-2-pro", """{"prompt":"x","input_image":"data:image/png;base64,AAAA"}""", BflEmulator.DefaultKey, 400)]
    [InlineData("flux-2-pro", """{"prompt":"x"}""", "other", 403)]
    [InlineData("flux-2-pro", """{"prompt":"x"}""", null, 403)]
    [InlineData("flux-1.1-pro", """{"prompt":"x"}""", BflEmulator.DefaultKey, 404)]
    public async Task WrongImageKeyOrModel_Post_IsRefusedWithAText(string model, string body, string? key, int status)
    {
        using var response = await PostAsync(model, body, key);

        (await response.ShouldBeAsync((HttpStatusCode)status))!["detail"]!.GetValueKind().ShouldBe(System.Text.Json.JsonValueKind.String);
    }

    [Fact]
    public async Task Order_AskedAfterElsewhereOrUnderAnotherId_IsNotFound()
    {
        using var response = await PostAsync("flux-2-pro", """{"prompt":"x","unknown":1}""");
        var answer = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        using var client = new HttpClient { BaseAddress = _bfl.Address };

        (await StatusAsync(client, $"/v1/get_result?id={answer["id"]}")).ShouldBe("Task not found");
        (await StatusAsync(client, "/eu2/v1/get_result?id=1")).ShouldBe("Task not found");
        (await StatusAsync(client, answer["polling_url"]!.GetValue<string>())).ShouldBe("Pending");
    }

    public ValueTask DisposeAsync() => _bfl.DisposeAsync();

    private static async Task<string> StatusAsync(HttpClient client, string address) =>
        JsonNode.Parse(await client.GetStringAsync(address))!["status"]!.GetValue<string>();

    private async Task<HttpResponseMessage> PostAsync(string model, string body, string? key = BflEmulator.DefaultKey)
    {
        using var client = new HttpClient { BaseAddress = _bfl.Address };
        if (key is not null)
            client.DefaultRequestHeaders.Add("x-key", key);
        return await client.PostAsync("/v1/" + model, new StringContent(body, Encoding.UTF8, "application/json"));
    }
}
