using System.Net;
using System.Text;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>That the emulator refuses what Kling refuses: else a green adapter test would prove nothing.</summary>
public sealed class KlingEmulatorTests : IAsyncLifetime
{
    private KlingEmulator _kling = null!;

    public async ValueTask InitializeAsync() => _kling = await KlingEmulator.StartAsync();

    [Theory]
    [InlineData("v1/images/generations", """{"model":"kling-v3","prompt":"x"}""", 400, 1201)]
    [InlineData("v1/images/generations", """{"model_name":"kling-v1","prompt":"x"}""", 400, 1201)]
    [InlineData("v1/images/generations", """{"model_name":"kling-v3","prompt":""}""", 400, 1201)]
    [InlineData("v1/images/generations", """{"model_name":"kling-v3","prompt":"x","resolution":"1K"}""", 400, 1201)]
    [InlineData("v1/images/generations", """{"model_name":"kling-v3","prompt":"x","aspect_ratio":"4:5"}""", 400, 1201)]
    [InlineData("v1/images/generations", """{"model_name":"kling-v3","prompt":"x","n":10}""", 400, 1201)]
    [InlineData("v1/images/generations", """{"model_name":"kling-v3","prompt":"x","seed":1}""", 400, 1201)]
    [InlineData("v1/images/generations", """{"model_name":"kling-v3","prompt":"x","image":"data:image/png;base64,iVBORw0KGgoAAAA="}""", 400, 1201)]
    [InlineData("v1/images/generations", """{"model_name":"kling-v3","prompt":"x","image":"https://a.example/b.png","negative_prompt":"y"}""", 400, 1201)]
    [InlineData("v1/videos/text2video", """{"model_name":"kling-v2-6","prompt":"x","duration":5}""", 400, 1201)]
    [InlineData("v1/videos/text2video", """{"model_name":"kling-v2-6","prompt":"x","mode":"4k"}""", 400, 1201)]
    [InlineData("v1/videos/image2video", """{"model_name":"kling-v2-6","prompt":"x"}""", 400, 1201)]
    [InlineData("v1/videos/image2video", """{"model_name":"kling-v2-6","prompt":"x","image":"https://a.example/b.png","aspect_ratio":"1:1"}""", 400, 1201)]
    [InlineData("text-to-video/kling-3.0", """{"prompt":"x","settings":{"duration":"5"}}""", 400, 1201)]
    [InlineData("text-to-video/kling-3.0", """{"prompt":"x","settings":{"duration":16}}""", 400, 1201)]
    [InlineData("text-to-video/kling-3.0", """{"prompt":"x","negative_prompt":"y"}""", 400, 1201)]
    [InlineData("text-to-video/kling-3.0-turbo", """{"prompt":"x","settings":{"resolution":"4k"}}""", 400, 1201)]
    [InlineData("text-to-video/kling-2.6", """{"prompt":"x","settings":{"duration":6}}""", 400, 1201)]
    [InlineData("image-to-video/kling-3.0", """{"contents":[{"type":"prompt","text":"x"}]}""", 400, 1201)]
    [InlineData("image-to-video/kling-3.0", """{"contents":[{"type":"prompt"}]}""", 400, 1201)]
    [InlineData("omni-video/kling-3.0-omni", """{"prompt":"x"}""", 400, 1201)]
    [InlineData("text-to-video/kling-1.6", """{"prompt":"x"}""", 404, 1202)]
    [InlineData("text-to-video/kling-3.0", "{", 400, 1200)]
    public async Task WrongRequest_Posted_IsRefusedWithItsCode(string path, string body, int status, int code)
    {
        using var client = new HttpClient { BaseAddress = _kling.Address };
        client.DefaultRequestHeaders.Add("Authorization", "Bearer " + KlingEmulator.DefaultKey);

        using var response = await client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));

        (await response.ShouldBeAsync((HttpStatusCode)status))!["code"]!.GetValue<int>().ShouldBe(code);
        _kling.Switchboard.Rejected.ShouldBe(1);
    }

    [Theory]
    [InlineData(null, 1001)]
    [InlineData("Bearer other", 1002)]
    public async Task WrongKey_Asked_IsRefused(string? key, int code)
    {
        using var client = new HttpClient { BaseAddress = _kling.Address };
        if (key is not null)
            client.DefaultRequestHeaders.Add("Authorization", key);

        using var response = await client.GetAsync("tasks?task_ids=1");

        (await response.ShouldBeAsync(HttpStatusCode.Unauthorized))!["code"]!.GetValue<int>().ShouldBe(code);
    }

    [Theory]
    [InlineData("bm90LmEudG9rZW4")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJpc3MiOiJlbXVsYXRvci1rbGluZy1rZXkifQ.")]
    public async Task TokenThatIsNone_Asked_IsRefused(string token)
    {
        await using var kling = await KlingEmulator.StartAsync(secret: "secret");
        using var client = new HttpClient { BaseAddress = kling.Address };
        client.DefaultRequestHeaders.Add("Authorization", "Bearer " + token);

        using var response = await client.GetAsync("tasks?task_ids=1");

        (await response.ShouldBeAsync(HttpStatusCode.Unauthorized))!["code"]!.GetValue<int>().ShouldBe(1002);
    }

    public ValueTask DisposeAsync() => _kling.DisposeAsync();
}
