using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>That the emulator refuses what KIE refuses, with HTTP 200: else a green adapter test would prove nothing.</summary>
public sealed class KieEmulatorTests : IAsyncLifetime
{
    private KieEmulator _kie = null!;

    public async ValueTask InitializeAsync() => _kie = await KieEmulator.StartAsync();

    [Theory]
    [InlineData("""{"model":"nano-banana-9","input":{"prompt":"x"}}""", "model name")]
    [InlineData("""{"model":"nano-banana-2"}""", "input")]
    [InlineData("""{"model":"nano-banana-2","input":{}}""", "prompt is required")]
    [InlineData("""{"model":"nano-banana-2","input":{"prompt":"x","output_format":"jpeg"}}""", "output_format")]
    [InlineData("""{"model":"nano-banana-2","input":{"prompt":"x","resolution":"1k"}}""", "resolution")]
    [InlineData("""{"model":"nano-banana-pro","input":{"prompt":"x","aspect_ratio":"1:8"}}""", "aspect_ratio")]
    [InlineData("""{"model":"google/nano-banana","input":{"prompt":"x","image_size":"1024x1024"}}""", "image_size")]
    [InlineData("""{"model":"google/nano-banana-edit","input":{"prompt":"x"}}""", "image_urls is required")]
    [InlineData("""{"model":"google/nano-banana-edit","input":{"prompt":"x","image_urls":["iVBORw0KGgo="]}}""", "file type")]
    [InlineData("""{"model":""", "not JSON")]
    public async Task WrongRequest_Post_IsUnprocessableInTheBodyOnly(string body, string message)
    {
        var answer = await PostAsync(body);

        answer["code"]!.GetValue<int>().ShouldBe(422);
        answer["msg"]!.GetValue<string>().ShouldContain(message);
        _kie.Switchboard.Rejected.ShouldBe(1);
    }

    [Fact]
    public async Task LongPrompt_Post_IsUnprocessable() =>
        (await PostAsync($$$"""{"model":"google/nano-banana","input":{"prompt":"{{{new string('x', 5_001)}}}"}}"""))["code"]!.GetValue<int>().ShouldBe(422);

    [Theory]
    [InlineData(null)]
    [InlineData("other")]
    public async Task WrongKey_Post_IsUnauthorisedInTheBodyOnly(string? key)
    {
        var answer = await PostAsync("""{"model":"nano-banana-2","input":{"prompt":"x"}}""", key);

        answer["code"]!.GetValue<int>().ShouldBe(401);
    }

    [Fact]
    public async Task UnknownField_Post_IsPassedOver() =>
        (await PostAsync("""{"model":"nano-banana-2","input":{"prompt":"x","seed":7,"image_size":"wide"}}"""))["code"]!.GetValue<int>().ShouldBe(200);

    public ValueTask DisposeAsync() => _kie.DisposeAsync();

    private async Task<JsonNode> PostAsync(string body, string? key = KieEmulator.DefaultKey)
    {
        using var client = new HttpClient();
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await client.PostAsync($"{_kie.Address}/jobs/createTask", new StringContent(body, Encoding.UTF8, "application/json"));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }
}
