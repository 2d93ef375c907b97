using System.Globalization;
using System.Net;
using NanoBanana.Generation.Api.Kie;

namespace NanoBanana.Generation.Tests.Api.Kie;

/// <summary>A call that waits for its image.</summary>
public sealed class KieGenerateTests : IAsyncLifetime
{
    private KieSetup _setup = null!;

    public async ValueTask InitializeAsync() => _setup = await KieSetup.CreateAsync();

    public async ValueTask DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task Prompt_Generate_AnswersFlatWithTheBalanceAfterTheCharge()
    {
        var made = (await _setup.GenerateAsync(new { prompt = "  a red fox  ", style = "none", aspectRatio = "1:1" })).ShouldBe(HttpStatusCode.OK);

        var image = (string)made.Body["image"]!;
        made.ShouldBe(HttpStatusCode.OK, $$$"""
            {"success":true,"image":"{{{image}}}","thumbnailUrl":"{{{KieSetup.ThumbnailOf(made.Body)}}}","credits":{"used":20,"remaining":980},"model":"nano-banana",
             "metadata":{"provider":"google","model":"gemini-nano-banana-2.1","mode":"text-to-image"}}
            """);
        (await _setup.Hooks.Client.GetAsync(new Uri(image))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _setup.Hooks.Client.GetAsync(new Uri((string)made.Body["thumbnailUrl"]!))).Content.Headers.ContentType!.MediaType.ShouldBe("image/webp");
        _setup.Application.Gemini.Switchboard.Requests.ShouldHaveSingleItem().Body.ShouldContain("\"a red fox\"");
        await _setup.BalanceBecomesAsync(980);
        (await _setup.GenerateAsync(new { prompt = "another" })).Body["credits"]!.ToJsonString().ShouldBe("""{"used":20,"remaining":960}""");
    }

    [Fact]
    public async Task Style_Sent_IsReadByTheModelAndByTheFilter()
    {
        (await _setup.GenerateAsync(new { prompt = "a cat", style = " oil painting " })).ShouldBe(HttpStatusCode.OK);
        _setup.Application.Gemini.Switchboard.Requests.ShouldHaveSingleItem().Body.ShouldContain("""a cat\nStyle: oil painting""");

        (await _setup.GenerateAsync(new { prompt = "a beach", style = "naked child" })).ShouldBe(HttpStatusCode.BadRequest, """
            {"success":false,"error":"The prompt was blocked by safety filter","message":"The prompt was blocked by safety filter","code":"CONTENT_BLOCKED"}
            """);
        await _setup.BalanceBecomesAsync(980);
    }

    [Fact]
    public async Task EveryRatioAndName_Generate_IsTheShapeThatIsAskedFor()
    {
        (string, string)[] names = [("square", "1:1"), ("portrait", "3:4"), ("landscape", "4:3"), ("wide", "16:9"), ("ultrawide", "21:9")];
        foreach (var (sent, ratio) in KieReader.Ratios.Select(static ratio => (ratio, ratio)).Concat(names))
        {
            (await _setup.GenerateAsync(new { prompt = sent, aspectRatio = sent }, null, ("X-Provider", "sandbox"))).ShouldBe(HttpStatusCode.OK);
            var shape = (double)(await _setup.Hooks.ScalarAsync("""
                SELECT width::float8 / height FROM generation.images JOIN generation.jobs ON jobs.id = images.job_id ORDER BY jobs.created_at DESC LIMIT 1
                """))!;
            var sides = ratio.Split(':').Select(static side => double.Parse(side, CultureInfo.InvariantCulture)).ToList();
            shape.ShouldBe(sides[0] / sides[1], 0.03, sent);
        }
    }

    [Fact]
    public async Task Fields_AtTheirLimits_AreTaken()
    {
        (await _setup.GenerateAsync(new { prompt = "x", style = "" })).ShouldBe(HttpStatusCode.OK);
        var longest = string.Concat(Enumerable.Repeat("\ud83c\udf4c", 5_000));
        (await _setup.GenerateAsync(new { prompt = longest, style = new string('s', 100), aspectRatio = (string?)null })).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task RepeatUnderAKey_AnswersTheSameImageAndChargesOnce()
    {
        var first = (await _setup.GenerateAsync(new { prompt = "once" }, "k")).ShouldBe(HttpStatusCode.OK);
        (await _setup.GenerateAsync(new { prompt = "once" }, "k")).ShouldBe(HttpStatusCode.OK, first.Body.ToJsonString());
        _setup.Application.Gemini.Switchboard.Count.ShouldBe(1);
        await _setup.BalanceBecomesAsync(980);
    }

    [Fact]
    public async Task ProviderNamed_Generate_ServesAndIsTold()
    {
        var made = (await _setup.GenerateAsync(new { prompt = "drawn" }, null, ("X-Provider", "sandbox"))).ShouldBe(HttpStatusCode.OK);
        made.Body["metadata"]!.ToJsonString().ShouldBe("""{"provider":"sandbox","model":"sandbox-1","mode":"text-to-image"}""");
    }

    [Fact]
    public async Task BillingAwayAfterTheHold_TheImageIsAnsweredWithoutABalance()
    {
        var gate = new TaskCompletionSource();
        _setup.Application.Gemini.Switchboard.Until = gate.Task;
        var calling = _setup.GenerateAsync(new { prompt = "paid already" });
        await _setup.Application.Gemini.Switchboard.WaitForRequestsAsync(1);
        await _setup.Application.StopBillingAsync();
        gate.SetResult();

        var made = (await calling).ShouldBe(HttpStatusCode.OK);
        made.Body["credits"]!.ToJsonString().ShouldBe("""{"used":20,"remaining":null}""");
        await _setup.Application.StartBillingAsync();
        await _setup.BalanceBecomesAsync(980);
    }
}
