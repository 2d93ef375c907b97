using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Inputs;

namespace NanoBanana.Generation.Tests.Api.Gemini;

/// <summary><c>POST /gemini/v1beta/models/{model}:generateContent</c>, over Google's real protocol behind it.</summary>
public sealed class GeminiGenerateTests(InputFixture fixture)
{
    private readonly Guid _account = Guid.NewGuid();
    private readonly string _mark = Guid.NewGuid().ToString("n");

    private HttpClient Client => fixture.ClientOf(_account);

    [Fact]
    public async Task Prompt_Sent_AnswersWithTheStoredImageAndChargesIt()
    {
        using var response = await GeminiCalls.SendAsync(Client, GeminiCalls.Saying($"a lighthouse {_mark}"));

        var answer = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        response.Headers.GetValues("X-Provider").ShouldBe(["google"]);
        var image = GeminiCalls.ImageOf(answer);
        GeminiCalls.SizeOf(image).ShouldBe((1024, 1024));
        var id = (string)answer["responseId"]!;
        image.ShouldBe(await Client.GetByteArrayAsync(new Uri($"/v1/images/{id}.png", UriKind.Relative)));
        GeminiCalls.PartsOf(answer).Clear();
        answer.ToJsonString().ShouldBe($$"""
            {"candidates":[{"content":{"role":"model","parts":[]},"finishReason":"STOP","index":0}],
            "usageMetadata":{"promptTokenCount":0,"candidatesTokenCount":0,"totalTokenCount":0},"modelVersion":"gemini-nano-banana-2.1","responseId":"{{id}}"}
            """.ReplaceLineEndings(""));
        (await fixture.AvailableOfAsync(_account)).ShouldBe(980);
    }

    [Fact]
    public async Task EarlierTurns_Sent_GoAlongAsTextAndImagesNewestFirst()
    {
        string[] images = [.. Enumerable.Range(1, 4).Select(static number => InputFixture.Base64(100 * number, 100))];
        await GeminiCalls.OkAsync(Client, new
        {
            systemInstruction = new { parts = new[] { new { text = "Draw flat." } } },
            contents = new object[]
            {
                new { role = "user", parts = new object[] { new { text = "a fox " + _mark }, Image(images[0]) } },
                new { role = "model", parts = new object[] { new { text = "Planning.", thought = true }, new { text = "Here it is.", thoughtSignature = "c2VhbA==" }, Image(images[1]) } },
                new { role = "user", parts = new object[] { Image(images[2]), new { text = "like these" }, Image(images[3]), new { text = " in blue " } } },
            },
        });

        var parts = Sent()["contents"]![0]!["parts"]!.AsArray();
        parts.Select(static part => (string?)part!["text"]).OfType<string>().ShouldHaveSingleItem()
            .ShouldBe($"Draw flat.\n\nUser: a fox {_mark}\n\nModel: Here it is.\n\nUser: like these\nin blue");
        parts.Select(static part => (string?)part!["inlineData"]?["data"]).OfType<string>().ShouldBe([images[2], images[3], images[1], images[0]]);
    }

    [Fact]
    public async Task MoreImagesThanTheModelTakes_LeaveOutTheOldestAndRefuseTheNewest()
    {
        object turn(int count, string role) => new { role, parts = Enumerable.Range(1, count).Select(number => Image(InputFixture.Base64(16 * number, 16))).Append(new { text = _mark }) };
        await GeminiCalls.OkAsync(Client, new { contents = new[] { turn(9, "user"), turn(0, "model"), turn(9, "user") } });
        Sent()["contents"]![0]!["parts"]!.AsArray().Count(static part => part!["inlineData"] is not null).ShouldBe(14);

        using var refused = await GeminiCalls.SendAsync(Client, new { contents = new[] { turn(15, "user") } });
        var error = await GeminiCalls.ShouldFailAsync(refused, HttpStatusCode.BadRequest, "INVALID_ARGUMENT", "request.invalid");
        ((string)error["message"]!).ShouldBe("contents: The model takes at most 14 images");
    }

    [Fact]
    public async Task SnakeCase_WithTheOtherAlphabet_IsReadAsTheSame()
    {
        var image = InputFixture.Base64();
        await GeminiCalls.OkAsync(Client, new
        {
            system_instruction = new { parts = new[] { new { text = "Draw flat." } } },
            contents = new[] { new { parts = new object[] { new { text = _mark }, new { inline_data = new { mime_type = "image/png", data = image.Replace('+', '-').Replace('/', '_').TrimEnd('=') } } } } },
            generation_config = new { image_config = new { aspect_ratio = "21:9", image_size = "2K" }, response_modalities = new[] { "Image", "Text" } },
            safety_settings = new[] { new { category = "HARM_CATEGORY_HARASSMENT", threshold = "BLOCK_LOW_AND_ABOVE" } },
        });

        var sent = Sent();
        sent["contents"]![0]!["parts"]!.AsArray().Select(static part => (string?)part!["inlineData"]?["data"]).OfType<string>().ShouldBe([image]);
        sent["generationConfig"]!["imageConfig"]!.ToJsonString().ShouldBe("""{"aspectRatio":"21:9","imageSize":"2K"}""");
        sent["generationConfig"]!["responseModalities"]!.AsArray().Select(static one => (string)one!).ShouldBe(["TEXT", "IMAGE"]);
        ((string)sent["safetySettings"]![0]!["threshold"]!).ShouldBe("BLOCK_LOW_AND_ABOVE");
        sent["contents"]!.ToJsonString().ShouldContain("Draw flat.");
    }

    [Fact]
    public async Task ShapeStepAndSeed_Named_AreWhatIsMade()
    {
        var answer = await GeminiCalls.OkAsync(Client, GeminiCalls.Saying(_mark, new { imageConfig = new { aspectRatio = "16:9", imageSize = "2K" }, seed = 7, candidateCount = 1, temperature = 0.5, topK = 3 }));
        GeminiCalls.SizeOf(GeminiCalls.ImageOf(answer)).ShouldBe((2752, 1536));
        ((int)Sent()["generationConfig"]!["seed"]!).ShouldBe(7);
    }

    [Fact]
    public async Task ShapeLeftOut_IsThatOfTheImage()
    {
        await GeminiCalls.OkAsync(Client, new { contents = new[] { new { parts = new object[] { new { text = _mark }, Image(InputFixture.Base64(640, 480)) } } } });
        ((string)Sent()["generationConfig"]!["imageConfig"]!["aspectRatio"]!).ShouldBe("4:3");
    }

    [Theory]
    [InlineData("""{"responseModalities":["IMAGE"]}""", "")]
    [InlineData("""{"responseModalities":["TEXT","IMAGE"]}""", "Here it is.")]
    [InlineData("""{"responseModalities":["TEXT","IMAGE"],"thinkingConfig":{"includeThoughts":true}}""", "(Planning the scene.) Here it is.")]
    [InlineData("""{"thinkingConfig":{"includeThoughts":true}}""", "(Planning the scene.)")]
    public async Task Words_AreAnsweredAsFarAsTheyAreWanted(string config, string words)
    {
        var answer = await GeminiCalls.OkAsync(Client, GeminiCalls.Saying(_mark, JsonNode.Parse(config)), "gemini-3-pro-image");

        var said = GeminiCalls.PartsOf(answer).Where(static part => part!["text"] is not null)
            .Select(static part => part!["thought"] is not null ? $"({(string)part["text"]!})" : (string)part["text"]!);
        string.Join(' ', said).ShouldBe(words);
        GeminiCalls.ImageOf(answer).ShouldNotBeEmpty();
        ((string)answer["modelVersion"]!).ShouldBe("gemini-3-pro-image");
    }

    [Theory]
    [InlineData("googleSearch")]
    [InlineData("google_search")]
    [InlineData("googleSearchRetrieval")]
    public async Task Search_AskedFor_NamesItsSources(string tool)
    {
        var answer = await GeminiCalls.OkAsync(Client, new { contents = new[] { new { parts = new[] { new { text = _mark } } } }, tools = new[] { new Dictionary<string, object> { [tool] = new { } } } });

        Sent()["tools"]![0]!["googleSearch"].ShouldNotBeNull();
        var chunks = answer["candidates"]![0]!["groundingMetadata"]!["groundingChunks"]!.AsArray();
        chunks.ShouldNotBeEmpty();
        ((string)chunks[0]!["web"]!["uri"]!).ShouldStartWith("http");
    }

    [Fact]
    public async Task OwnImageByName_ServesAndSomeoneElsesAnswersAsAMissingOne()
    {
        var mine = (string)(await GeminiCalls.OkAsync(Client, GeminiCalls.Saying("the first " + _mark)))["responseId"]!;
        object with(string name) => new { contents = new[] { new { parts = new object[] { new { text = "again" }, new { fileData = new { fileUri = name } } } } } };

        await GeminiCalls.OkAsync(Client, with(mine));

        var other = fixture.ClientOf(Guid.NewGuid());
        using var foreign = await GeminiCalls.SendAsync(other, with(mine));
        using var missing = await GeminiCalls.SendAsync(other, with($"gen_{Guid.NewGuid()}"));
        await GeminiCalls.ShouldFailAsync(foreign, HttpStatusCode.NotFound, "NOT_FOUND", "generation.image_not_found");
        (await foreign.Content.ReadAsStringAsync()).ShouldBe(await missing.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("sandbox-1", "sandbox")]
    [InlineData("gpt-image-1.5", "openai")]
    public async Task ModelOfAnotherProvider_Named_IsServedByIt(string model, string provider)
    {
        using var response = await GeminiCalls.SendAsync(Client, GeminiCalls.Saying(_mark), model);

        var answer = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        ((string)answer["modelVersion"]!, response.Headers.GetValues("X-Provider").Single()).ShouldBe((model, provider));
    }

    [Theory]
    [InlineData("google/nano-banana")]
    [InlineData("google%2Fnano-banana")]
    public async Task ModelThatIsKnownAndNotServed_Named_LeavesItToTheRouterWhichSaysWhom(string model)
    {
        var answer = await GeminiCalls.OkAsync(Client, GeminiCalls.Saying(_mark), model);
        ((string)answer["modelVersion"]!).ShouldNotContain("google/");
    }

    private static object Image(string data) => new { inlineData = new { mimeType = "image/png", data } };

    private JsonNode Sent() => JsonNode.Parse(fixture.Application.Gemini.Switchboard.Requests.Last(request => request.Body.Contains(_mark, StringComparison.Ordinal)).Body)!;
}
