using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Tests.Inputs;

namespace NanoBanana.Generation.Tests.Api.Gemini;

/// <summary>How answers come: as a stream, once more, and when their image is gone.</summary>
public sealed class GeminiStreamTests(InputFixture fixture)
{
    private readonly Guid _account = Guid.NewGuid();

    private HttpClient Client => fixture.ClientOf(_account);

    [Fact]
    public async Task Stream_AskedForAsEvents_IsOneEventWithTheWhole()
    {
        using var response = await GeminiCalls.SendAsync(Client, GeminiCalls.Saying("streamed"), method: "streamGenerateContent?alt=sse");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var text = await response.Content.ReadAsStringAsync();
        text.ShouldStartWith("data: {");
        text.ShouldEndWith("}\r\n\r\n");
        text.Split('\n').Length.ShouldBe(3);
        GeminiCalls.SizeOf(GeminiCalls.ImageOf(JsonNode.Parse(text[6..])!)).ShouldBe((1024, 1024));
    }

    [Fact]
    public async Task Stream_AskedForPlainly_IsAListOfOne()
    {
        using var response = await GeminiCalls.SendAsync(Client, GeminiCalls.Saying("listed"), method: "streamGenerateContent");
        var answer = (await response.ShouldBeAsync(HttpStatusCode.OK))!.AsArray().ShouldHaveSingleItem()!;
        GeminiCalls.ImageOf(answer).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task RepeatUnderAKey_AnswersTheSameImageAndChargesOnce()
    {
        var key = Guid.NewGuid().ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => GeminiCalls.OkAsync(Client, GeminiCalls.Saying("once"), key: key)));

        answers.Select(static answer => (string)answer["responseId"]!).Distinct().ShouldHaveSingleItem();
        answers.ShouldAllBe(answer => GeminiCalls.ImageOf(answer).SequenceEqual(GeminiCalls.ImageOf(answers[0])));
        (await fixture.AvailableOfAsync(_account)).ShouldBe(980);
        using var other = await GeminiCalls.SendAsync(Client, GeminiCalls.Saying("twice"), key: key);
        await GeminiCalls.ShouldFailAsync(other, HttpStatusCode.BadRequest, "INVALID_ARGUMENT", "idempotency.key_reused");
    }

    [Fact]
    public async Task ImageThatIsGoneFromTheStore_Repeated_IsToldInsteadOfAnEmptyOne()
    {
        var key = Guid.NewGuid().ToString();
        var made = await GeminiCalls.OkAsync(Client, GeminiCalls.Saying("gone"), key: key);
        JobIds.TryParse((string)made["responseId"]!, out var id).ShouldBeTrue();
        File.Delete(Path.Combine(fixture.Application.ImageFolder, ImageNames.StorageKey(id, 1, ImageNames.MediaType)));

        using var response = await GeminiCalls.SendAsync(Client, GeminiCalls.Saying("gone"), key: key);

        await GeminiCalls.ShouldFailAsync(response, HttpStatusCode.NotFound, "NOT_FOUND", "generation.image_not_found");
    }

    [Fact]
    public async Task ReaderThatHangsUp_WhileTheImageIsSent_LeavesItToTheNext()
    {
        var key = Guid.NewGuid().ToString();
        var body = GeminiCalls.Saying("large", new { imageConfig = new { imageSize = "4K" } });
        using (var request = new HttpRequestMessage(HttpMethod.Post, $"/gemini/v1beta/models/sandbox-1:generateContent") { Content = System.Net.Http.Json.JsonContent.Create(body) })
        {
            request.Headers.Add("Idempotency-Key", key);
            using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await using var stream = await response.Content.ReadAsStreamAsync();
            (await stream.ReadAsync(new byte[100])).ShouldBeGreaterThan(0);
        }

        var answer = await GeminiCalls.OkAsync(Client, body, "sandbox-1", key);
        GeminiCalls.SizeOf(GeminiCalls.ImageOf(answer)).ShouldBe((4096, 4096));
    }
}
