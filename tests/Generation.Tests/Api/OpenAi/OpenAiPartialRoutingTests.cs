namespace NanoBanana.Generation.Tests.Api.OpenAi;

/// <summary>Partial images where settings decide who makes the image, and what may be seen of it.</summary>
public sealed class OpenAiPartialRoutingTests
{
    private static readonly object Wish = new { prompt = "a lighthouse", stream = true, partial_images = 2 };

    [Fact]
    public async Task ProviderThatFailsAfterAPartialImage_IsFollowedByTheImageOfAnother()
    {
        await using var setup = await OpenAiPartialSetup.CreateAsync(("ENABLE_FALLBACK", "true"));
        setup.OpenAi.Switchboard.Next("late:server_error");

        (await setup.NamesAsync(Wish)).ShouldBe(["image_generation.partial_image 0", "image_generation.completed"]);

        (setup.OpenAi.Switchboard.Count, setup.Setup.Application.Gemini.Switchboard.Count).ShouldBe((1, 1));
        await setup.Setup.BalanceBecomesAsync(980);
    }

    [Fact]
    public async Task StrictestLevel_ShowsNone()
    {
        await using var setup = await OpenAiPartialSetup.CreateAsync(("DEFAULT_SAFETY_LEVEL", "strict"));

        (await setup.NamesAsync(Wish)).ShouldBe(["image_generation.completed"]);

        setup.OpenAi.Switchboard.Requests.ShouldHaveSingleItem().Body.ShouldNotContain("stream");
    }
}
