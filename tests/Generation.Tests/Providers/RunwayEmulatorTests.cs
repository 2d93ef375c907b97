using System.Net;
using System.Text;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>That the emulator refuses what Runway refuses: else a green adapter test would prove nothing.</summary>
public sealed class RunwayEmulatorTests : IAsyncLifetime
{
    private RunwayEmulator _runway = null!;

    public async ValueTask InitializeAsync() => _runway = await RunwayEmulator.StartAsync();

    [Theory]
    [InlineData("text_to_image", """{"model":"gen4_image","ratio":"1024:1024"}""", "promptText")]
    [InlineData("text_to_image", """{"model":"gen4_image","promptText":"x","ratio":"1:1"}""", "ratio")]
    [InlineData("text_to_image", """{"model":"gen4_image","promptText":"x","ratio":"1024:1024","seed":4294967296}""", "seed")]
    [InlineData("text_to_image", """{"model":"gen4_image","promptText":"x","ratio":"1024:1024","size":"1K"}""", "size")]
    [InlineData("text_to_image", """{"model":"gen4_image","promptText":"x","ratio":"1024:1024","referenceImages":[{"uri":"aGVsbG8="}]}""", "referenceImages")]
    [InlineData("text_to_image", """{"model":"gen4_image","promptText":"x","ratio":"1024:1024","referenceImages":[{"uri":"data:image/gif;base64,aGVsbG8="}]}""", "referenceImages")]
    [InlineData("text_to_image", """{"model":"gen4_image","promptText":"x","ratio":"1024:1024","referenceImages":[{"uri":"https://a.example/b","tag":"A-1"}]}""", "referenceImages")]
    [InlineData("text_to_image", """{"model":"gen4_image_turbo","promptText":"x","ratio":"1024:1024"}""", "referenceImages")]
    [InlineData("text_to_image", """{"model":"gemini_2.5_flash","promptText":"x","ratio":"1024:1024","seed":1}""", "seed")]
    [InlineData("text_to_image", """{"model":"gen4.5","promptText":"x","ratio":"1280:720","duration":5}""", "model")]
    [InlineData("text_to_video", """{"model":"gen4.5","promptText":"x","ratio":"1280:720"}""", "duration")]
    [InlineData("text_to_video", """{"model":"gen4.5","promptText":"x","ratio":"1280:720","duration":11}""", "duration")]
    [InlineData("text_to_video", """{"model":"gen4.5","promptText":"x","ratio":"960:960","duration":5}""", "ratio")]
    [InlineData("text_to_video", """{"model":"gen4_turbo","promptText":"x","ratio":"1280:720","duration":5}""", "model")]
    [InlineData("text_to_video", """{"model":"veo3.1","promptText":"x","ratio":"1280:720","duration":5}""", "duration")]
    [InlineData("image_to_video", """{"model":"gen4.5","promptText":"x","ratio":"1280:720","duration":5}""", "promptImage")]
    public async Task WrongRequest_Posted_IsRefusedWithItsField(string operation, string body, string field)
    {
        using var response = await PostAsync(operation, body);

        var error = (await response.ShouldBeAsync(HttpStatusCode.BadRequest))!;
        error["issues"]![0]!["path"]![0]!.GetValue<string>().ShouldBe(field);
        _runway.Switchboard.Rejected.ShouldBe(1);
    }

    [Theory]
    [InlineData(null, "2024-11-06", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer other", "2024-11-06", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer " + RunwayEmulator.DefaultKey, null, HttpStatusCode.BadRequest)]
    [InlineData("Bearer " + RunwayEmulator.DefaultKey, "2024-09-13", HttpStatusCode.BadRequest)]
    public async Task WrongHeaders_Posted_AreRefused(string? key, string? version, HttpStatusCode status)
    {
        using var response = await PostAsync("text_to_image", """{"model":"gen4_image","promptText":"x","ratio":"1024:1024"}""", key, version);

        (await response.ShouldBeAsync(status))!["error"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Task_Deleted_IsUnknown()
    {
        using var created = await PostAsync("text_to_image", """{"model":"gen4_image","promptText":"x","ratio":"1024:1024"}""");
        var id = (await created.ShouldBeAsync(HttpStatusCode.OK))!["id"]!.GetValue<string>();
        using var client = Client("Bearer " + RunwayEmulator.DefaultKey, "2024-11-06");

        using var deleted = await client.DeleteAsync($"/v1/tasks/{id}");
        using var asked = await client.GetAsync($"/v1/tasks/{id}");

        (deleted.StatusCode, asked.StatusCode).ShouldBe((HttpStatusCode.NoContent, HttpStatusCode.NotFound));
    }

    public ValueTask DisposeAsync() => _runway.DisposeAsync();

    private async Task<HttpResponseMessage> PostAsync(
        string operation, string body, string? key = "Bearer " + RunwayEmulator.DefaultKey, string? version = "2024-11-06")
    {
        using var client = Client(key, version);
        return await client.PostAsync("/v1/" + operation, new StringContent(body, Encoding.UTF8, "application/json"));
    }

    private HttpClient Client(string? key, string? version)
    {
        var client = new HttpClient { BaseAddress = _runway.Address };
        if (key is not null)
            client.DefaultRequestHeaders.Add("Authorization", key);
        if (version is not null)
            client.DefaultRequestHeaders.Add("X-Runway-Version", version);
        return client;
    }
}
