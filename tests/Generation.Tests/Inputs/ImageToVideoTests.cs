using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Generation.Tests.Inputs;

/// <summary><c>POST /api/video/image-to-video</c>.</summary>
public sealed class ImageToVideoTests(InputFixture fixture)
{
    private const string Path = "/api/video/image-to-video";
    private readonly Guid _account = Guid.NewGuid();

    private HttpClient Client => fixture.Instance.ClientFor(new Principal { Kind = PrincipalKind.User, AccountId = _account });

    [Fact]
    public async Task Image_Ordered_IsTheFirstFrameInItsOwnShape()
    {
        var prompt = $"it moves {Guid.NewGuid():n}";

        using var response = await InputFixture.PostAsync(
            Client, Path, new { image = InputFixture.Base64(480, 854), prompt, settings = new { duration = 4, resolution = "720p" } }, provider: "sandbox");

        var task = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        ((string)task["status"]!, (string)task["provider"]!).ShouldBe(("queued", "sandbox"));
        JsonNode? video = null;
        await fixture.Application.EventuallyAsync(async () =>
        {
            using var view = await Client.GetAsync(new Uri($"/api/video/task/{(string)task["task_id"]!}", UriKind.Relative));
            video = (await view.ShouldBeAsync(HttpStatusCode.OK))!["video"];
            return video is not null;
        }, "the video is made");
        ((int)video!["width"]!).ShouldBeLessThan((int)video["height"]!);
    }

    [Fact]
    public async Task GooglesVideo_GetsTheImageAsItsFirstFrame()
    {
        var prompt = $"waves {Guid.NewGuid():n}";
        var image = InputFixture.Base64(1280, 720, "image/jpeg");

        using var response = await InputFixture.PostAsync(Client, Path, new { image, prompt, settings = new { duration = 4, resolution = "720p", aspect_ratio = "16:9" } }, provider: "google");

        // A free account cannot pay for it: what is refused is refused before it is sent.
        response.ErrorCode().ShouldBe("billing.insufficient_credits");
    }

    [Theory]
    [InlineData("""{"prompt":"x"}""", "image")]
    [InlineData("""{"image":"AAAA","prompt":""}""", "prompt")]
    [InlineData("""{"image":"AAAA","prompt":"x","settings":{"aspect_ratio":"2:7"}}""", "settings -> aspect_ratio")]
    [InlineData("""{"image":7,"prompt":"x"}""", "image")]
    public async Task BadField_IsNamed(string body, string field)
    {
        using var response = await Client.PostAsync(new Uri(Path, UriKind.Relative), new StringContent(body, null, "application/json"));

        (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!.ToJsonString().ShouldContain(field.Replace(">", "\\u003E", StringComparison.Ordinal));
        (await fixture.JobsOfAsync(_account)).ShouldBe(0);
    }

    [Fact]
    public async Task SomeoneElsesImage_AnswersAsAMissingOne()
    {
        using var made = await InputFixture.PostAsync(fixture.ClientOf(Guid.NewGuid()), "/v1/edit", new { image = InputFixture.Base64(), prompt = "theirs" });
        var theirs = (string)(await made.ShouldBeAsync(HttpStatusCode.Created))!["id"]!;

        using var foreign = await InputFixture.PostAsync(Client, Path, new { image = theirs, prompt = "x" });
        using var missing = await InputFixture.PostAsync(Client, Path, new { image = $"gen_{Guid.NewGuid()}", prompt = "x" });

        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await foreign.Content.ReadAsStringAsync()).ShouldBe(await missing.Content.ReadAsStringAsync());
    }
}
