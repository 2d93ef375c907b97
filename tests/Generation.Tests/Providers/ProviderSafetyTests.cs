using System.Text.Json.Nodes;
using NanoBanana.Generation.Moderation;
using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>What each provider is told of a caller's safety level. Their emulators refuse what the services do; the usual level tells them nothing.</summary>
public sealed class ProviderSafetyTests
{
    [Theory]
    [InlineData("flux-2-pro", "strict", 0)]
    [InlineData("flux-2-pro", "moderate", null)]
    [InlineData("flux-2-pro", "relaxed", 4)]
    [InlineData("flux-2-pro", "none", 5)]
    [InlineData("flux-2-klein-4b", "none", 5)]
    [InlineData("flux-3-image", "strict", 0)]
    [InlineData("flux-3-image", "relaxed", 3)]
    [InlineData("flux-3-image", "none", 4)]
    [InlineData("flux-pro-1.1", "none", 6)]
    [InlineData("flux-pro-1.1-ultra", "relaxed", 4)]
    [InlineData("flux-dev", "none", 6)]
    [InlineData("flux-kontext-pro", "none", 6)]
    public async Task Bfl_ToldALevel_SendsATolerance(string model, string level, int? tolerance)
    {
        await using var bfl = await BflEmulator.StartAsync();
        await using var setup = BflSetup.For(bfl);

        (await setup.Provider("bfl").SendAsync(With(setup.Request("bfl", model), level), CancellationToken.None)).ShouldBeOfType<ProviderResult.Accepted>();

        ((int?)Body(bfl.Switchboard)["safety_tolerance"]).ShouldBe(tolerance);
    }

    [Theory]
    [InlineData("flux-kontext-max", "none", null)]
    [InlineData("flux-kontext-max", "relaxed", null)]
    [InlineData("flux-kontext-max", "strict", 0)]
    [InlineData("flux-2-pro", "none", 5)]
    public async Task Bfl_ToldALevelWithAnImage_StaysWithinWhatEditsMay(string model, string level, int? tolerance)
    {
        await using var bfl = await BflEmulator.StartAsync();
        await using var setup = BflSetup.For(bfl);
        var request = With(setup.Request("bfl", model), level) with { References = [new(EmulatedImage.Make(16, 16, "image/png"), "image/png")] };

        (await setup.Provider("bfl").SendAsync(request, CancellationToken.None)).ShouldBeOfType<ProviderResult.Accepted>();

        ((int?)Body(bfl.Switchboard)["safety_tolerance"]).ShouldBe(tolerance);
    }

    [Theory]
    [InlineData("gpt-image-2", "strict", "auto")]
    [InlineData("gpt-image-2", "moderate", null)]
    [InlineData("gpt-image-2", "relaxed", "low")]
    [InlineData("gpt-image-1-mini", "none", "low")]
    public async Task OpenAi_ToldALevel_SendsAModeration(string model, string level, string? moderation)
    {
        await using var openAi = await OpenAiEmulator.StartAsync();
        await using var setup = ProviderSetup.For(openAi);

        using var bytes = (await setup.Provider("openai").SendAsync(With(setup.Request("openai", model), level), CancellationToken.None)).ShouldBeDelivered().Bytes;

        ((string?)Body(openAi.Switchboard)["moderation"]).ShouldBe(moderation);
    }

    [Fact]
    public async Task OpenAi_ToldALevelWithAnImage_SendsAFormWithoutIt()
    {
        await using var openAi = await OpenAiEmulator.StartAsync();
        await using var setup = ProviderSetup.For(openAi);
        var request = With(setup.Request("openai", "gpt-image-2"), "none") with { References = [new(EmulatedImage.Make(16, 16, "image/png"), "image/png")] };

        using var bytes = (await setup.Provider("openai").SendAsync(request, CancellationToken.None)).ShouldBeDelivered().Bytes;

        openAi.Forms.ShouldHaveSingleItem().ShouldNotContain(static part => part.Name == "moderation");
    }

    [Fact]
    public async Task OtherServerOfTheProtocol_ToldALevel_IsSentNothingOfIt()
    {
        await using var openAi = await OpenAiEmulator.StartAsync();
        await using var setup = ProviderSetup.For(openAi, ("PROVIDER_OPENAI_MODEL", "somebodys-model"));

        (await setup.Provider("openai").SendAsync(With(setup.Request("openai", "gpt-image-2") with { Model = "somebodys-model" }, "none"), CancellationToken.None)).ShouldBeFailed();

        Body(openAi.Switchboard).AsObject().ContainsKey("moderation").ShouldBeFalse();
    }

    [Theory]
    [InlineData("strict", "BLOCK_LOW_AND_ABOVE")]
    [InlineData("moderate", null)]
    [InlineData("relaxed", "BLOCK_NONE")]
    [InlineData("none", "BLOCK_NONE")]
    public async Task Gemini_ToldALevel_SendsAThresholdForEachCategory(string level, string? threshold)
    {
        await using var gemini = await GeminiEmulator.StartAsync();
        await using var setup = ProviderSetup.For(gemini);

        using var bytes = (await setup.Provider("google").SendAsync(With(setup.Request("google", "gemini-nano-banana-2.1"), level), CancellationToken.None)).ShouldBeDelivered().Bytes;

        var settings = Body(gemini.Switchboard)["safetySettings"]?.AsArray();
        settings?.Select(static setting => (string)setting!["threshold"]!).ShouldBe(Enumerable.Repeat(threshold!, 4));
        (settings is null).ShouldBe(threshold is null);
    }

    private static ProviderRequest With(ProviderRequest request, string level) => request with { Safety = SafetyLevels.Parse(level)!.Value };

    private static JsonNode Body(EmulatorSwitchboard switchboard) => JsonNode.Parse(switchboard.Requests.ShouldHaveSingleItem().Body)!;
}
