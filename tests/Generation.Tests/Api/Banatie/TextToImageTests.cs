using System.Globalization;
using System.Net;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Api.Banatie;

/// <summary>An image of a text, under the name that its caller gave it.</summary>
public sealed class TextToImageTests(BanatieFixture fixture) : IClassFixture<BanatieFixture>, IAsyncLifetime
{
    private readonly Guid _account = Guid.NewGuid();

    public async ValueTask InitializeAsync() => await fixture.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task PromptAndName_AnswersTheImageInTheDocumentedShape()
    {
        using var client = fixture.ClientOf(_account);

        var made = await client.MakeAsync(new { prompt = "  a red fox  ", filename = "Red_fox-1" });

        made.ShouldBe(HttpStatusCode.OK);
        var data = made.Body["data"]!;
        ((string)data["generatedAt"]!).ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        made.ShouldBe(HttpStatusCode.OK, $$$"""
            {"success":true,"message":"Image generated successfully","data":{"filename":"Red_fox-1.png","filepath":"results/Red_fox-1.png","url":"{{{data["url"]}}}",
             "description":"a red fox","model":"gemini-nano-banana-2.1","generatedAt":"{{{data["generatedAt"]}}}"}}
            """);
        var url = new Uri((string)data["url"]!);
        url.Host.ShouldBe("images.example");
        (await client.GetByteArrayAsync(new Uri(url.PathAndQuery, UriKind.Relative))).AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        fixture.Gemini.Requests.ShouldHaveSingleItem().Body.ShouldContain("\"a red fox\"");
        await BalanceBecomesAsync(980);
    }

    [Fact]
    public async Task NameThatIsTaken_GetsTheTimeAndThenANumber()
    {
        using var client = fixture.ClientOf(_account);
        var first = (await client.MakeAsync(new { prompt = "one", filename = "cat" })).Name();
        var second = await client.MakeAsync(new { prompt = "two", filename = "cat" });
        var at = DateTimeOffset.Parse((string)second.Body["data"]!["generatedAt"]!, CultureInfo.InvariantCulture);

        (first, second.Name()).ShouldBe(("cat.png", string.Create(CultureInfo.InvariantCulture, $"cat-{at.UtcDateTime:yyyyMMdd-HHmmss}.png")));
        ((string)second.Body["data"]!["filepath"]!).ShouldBe("results/" + second.Name());

        // Somebody else's names are nobody's obstacle, and neither are those of what failed.
        using var other = fixture.ClientOf(Guid.NewGuid());
        (await other.MakeAsync(new { prompt = "one", filename = "cat" })).Name().ShouldBe("cat.png");
        fixture.Gemini.Next("blocked");
        (await other.MakeAsync(new { prompt = "fails", filename = "dog" })).ShouldBe(HttpStatusCode.InternalServerError);
        (await other.MakeAsync(new { prompt = "works", filename = "dog" })).Name().ShouldBe("dog.png");
    }

    [Fact]
    public async Task TwentyOfOneName_AtTwoProcesses_AreToldApart()
    {
        using var here = fixture.Instance.ClientFor(BanatieFixture.ProjectOf(_account, "shop"));
        using var there = fixture.Second.ClientFor(BanatieFixture.ProjectOf(_account, "shop"));

        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => (number % 2 == 0 ? here : there).MakeAsync(new { prompt = $"number {number}", filename = "same" })));

        var names = made.Select(static one => one.Name()).ToList();
        names.ShouldBeUnique();
        names.ShouldAllBe(static name => name.StartsWith("same", StringComparison.Ordinal) && name.EndsWith(".png", StringComparison.Ordinal));
        names.ShouldContain("same.png");
    }

    [Fact]
    public async Task Projects_HaveImagesNamesAndIdempotencyKeysOfTheirOwn()
    {
        using var shop = fixture.Instance.ClientFor(BanatieFixture.ProjectOf(_account, "shop"));
        using var blog = fixture.Instance.ClientFor(BanatieFixture.ProjectOf(_account, "blog"));

        var first = await shop.MakeAsync(new { prompt = "a lamp", filename = "lamp" }, "order-1");
        var second = await blog.MakeAsync(new { prompt = "a chair", filename = "lamp" }, "order-1");

        (first.Name(), second.Name()).ShouldBe(("lamp.png", "lamp.png"));
        ((string)second.Body["data"]!["description"]!).ShouldBe("a chair");
        ((string)second.Body["data"]!["url"]!).ShouldNotBe((string)first.Body["data"]!["url"]!);
    }

    [Fact]
    public async Task RepeatUnderAKey_AlsoElsewhere_AnswersTheSameAndChargesOnce()
    {
        using var client = fixture.ClientOf(_account);
        using var there = fixture.Second.ClientFor(Key());
        var body = new { prompt = "once", filename = "once" };

        var first = (await client.MakeAsync(body, "k")).ShouldBe(HttpStatusCode.OK);
        (await client.MakeAsync(body, "k")).ShouldBe(HttpStatusCode.OK, first.Body.ToJsonString());
        (await there.MakeAsync(body, "k")).ShouldBe(HttpStatusCode.OK, first.Body.ToJsonString());

        fixture.Gemini.Count.ShouldBe(1);
        foreach (object other in new object[] { new { prompt = "twice", filename = "once" }, new { prompt = "once", filename = "twice" }, new { prompt = "once", filename = "once", autoEnhance = true } })
        {
            (await client.MakeAsync(other, "k")).ShouldBe(HttpStatusCode.BadRequest, """
                {"success":false,"message":"Validation failed","error":"This Idempotency-Key was used with another request body"}
                """);
        }

        await BalanceBecomesAsync(980);
    }

    [Theory]
    [InlineData(null, 1, 1)]
    [InlineData("square", 1, 1)]
    [InlineData("portrait", 3, 4)]
    [InlineData("landscape", 4, 3)]
    [InlineData("wide", 16, 9)]
    [InlineData("ultrawide", 21, 9)]
    public async Task Shape_Named_IsTheImagesShape(string? name, int width, int height)
    {
        using var client = fixture.ClientOf(_account);
        (await client.CallAsync(BanatieCalls.TextToImage, new { prompt = "a shape", filename = "shape", enhancementOptions = new { aspectRatio = name } }, null, ("X-Provider", "sandbox")))
            .ShouldBe(HttpStatusCode.OK);
        var shape = (double)(await fixture.Application.ScalarAsync(
            "SELECT width::float8 / height FROM generation.images WHERE account_id = @account", ("account", _account)))!;
        shape.ShouldBe((double)width / height, 0.03);
    }

    [Fact]
    public async Task Fields_AtTheirLimits_AreTaken()
    {
        using var client = fixture.ClientOf(_account);
        (await client.MakeAsync(new { prompt = "abc", filename = "a" })).Name().ShouldBe("a.png");
        var longest = string.Concat(Enumerable.Repeat("🍌", 2_000));
        (await client.MakeAsync(new
        {
            prompt = longest,
            filename = new string('f', 100),
            enhancementOptions = new { mood = new string('m', 100), lighting = " ", negativePrompts = Enumerable.Repeat(new string('n', 100), 10) },
        })).Name().ShouldBe(new string('f', 100) + ".png");
    }

    [Fact]
    public async Task WaitThatEnds_AnswersWhereTheImageWillBe()
    {
        var instance = await fixture.Application.StartInstanceAsync(("Generation:WaitSeconds", "1"));
        using var client = instance.ClientFor(Key());
        var gate = new TaskCompletionSource();
        fixture.Gemini.Until = gate.Task;

        var late = await client.MakeAsync(new { prompt = "slow one", filename = "slow" }, "slow");

        late.ShouldBe(HttpStatusCode.GatewayTimeout, """
            {"success":false,"message":"Image generation failed","error":"The generation is still running; fetch it at the Location given"}
            """);
        gate.SetResult();
        using var user = fixture.ClientOf(_account);
        (await user.MakeAsync(new { prompt = "slow one", filename = "slow" }, "slow")).Name().ShouldBe("slow.png");
        (await user.GetAsync(new Uri(late.Location!, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private Principal Key() => GenerationApplication.KeyOf(_account);

    private Task BalanceBecomesAsync(long available) => fixture.Application.EventuallyAsync(
        async () => (long)(await fixture.Application.AccountAsync(_account))["available"]! == available, $"{available} credits are left");
}
