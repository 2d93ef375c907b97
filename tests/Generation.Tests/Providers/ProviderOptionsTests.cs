using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Which provider is available under which settings, and what stops a start.</summary>
public sealed class ProviderOptionsTests
{
    [Theory]
    [InlineData(null, null, null, false, true)]
    [InlineData("key", null, null, true, false)]
    [InlineData("key", "false", null, false, true)]
    [InlineData("key", null, "true", true, true)]
    [InlineData(null, null, "false", false, false)]
    [InlineData("  ", null, null, false, true)]
    public async Task Settings_IsAvailable_FollowsThem(string? key, string? googleEnabled, string? sandboxEnabled, bool google, bool sandbox)
    {
        await using var setup = new ProviderSetup(
            ("GEMINI_API_KEY", key), ("PROVIDER_GOOGLE_ENABLED", googleEnabled), ("PROVIDER_SANDBOX_ENABLED", sandboxEnabled));

        setup.ValidateAtStart();

        setup.Provider("google").IsAvailable.ShouldBe(google);
        setup.Provider("sandbox").IsAvailable.ShouldBe(sandbox);
        setup.Provider("google").Priority.ShouldBeLessThan(setup.Provider("sandbox").Priority);
    }

    [Theory]
    [InlineData("PROVIDER_GOOGLE_BASE_URL", "generativelanguage.googleapis.com")]
    [InlineData("PROVIDER_GOOGLE_BASE_URL", "ftp://host")]
    [InlineData("PROVIDER_GOOGLE_BASE_URL", "https://host?key=secret")]
    [InlineData("PROVIDER_GOOGLE_MODEL", "models/../x")]
    [InlineData("GOOGLE_API_KEY", "two words")]
    [InlineData("PROVIDER_GOOGLE_MODEL", "veo-3.1-generate-preview")]
    [InlineData("Providers:Google:VideoModel", "../x")]
    [InlineData("Providers:Google:TextModel", "a b")]
    [InlineData("Providers:Google:VideoModel", "gemini-3-pro-image")]
    [InlineData("Providers:Google:VideoModel", "veo-3.0-generate-001")]
    [InlineData("Providers:Google:TimeoutSeconds", "0")]
    [InlineData("Providers:Sandbox:DelayMs", "-1")]
    [InlineData("Imaging:MaxMegapixels", "0")]
    public async Task BadSetting_Start_NamesTheKeyAndNotTheValue(string key, string value)
    {
        await using var setup = new ProviderSetup((key, value));

        var fault = Should.Throw<OptionsValidationException>(setup.ValidateAtStart).Failures.ShouldHaveSingleItem();

        fault.ShouldContain(key);
        if (key != "Imaging:MaxMegapixels" && value.Length > 2)
            fault.ShouldNotContain(value);
    }

    [Fact]
    public async Task SeveralBadSettings_Start_ReportsThemAll()
    {
        await using var setup = new ProviderSetup(("PROVIDER_GOOGLE_BASE_URL", "nowhere"), ("PROVIDER_GOOGLE_MODEL", "?"));

        Should.Throw<OptionsValidationException>(setup.ValidateAtStart).Failures.Count().ShouldBe(2);
    }

    [Fact]
    public async Task ConfiguredModel_Models_ComesFirstAndEndedModelsAreNotOffered()
    {
        await using var setup = new ProviderSetup(("PROVIDER_GOOGLE_MODEL", "gemini-3-pro-image"));

        setup.Provider("google").Models.Where(static model => model.Kind == MediaKind.Image).Select(static model => model.Id).ShouldBe(["gemini-3-pro-image", "gemini-nano-banana-2.1", "gemini-3.1-flash-lite-image"]);
    }

    [Theory]
    [InlineData(null, "veo-3.1-generate-preview", "veo-3.1-fast-generate-preview", "veo-3.1-lite-generate-preview")]
    [InlineData("veo-3.1-lite-generate-preview", "veo-3.1-lite-generate-preview", "veo-3.1-generate-preview", "veo-3.1-fast-generate-preview")]
    public async Task ConfiguredVideoModel_Models_ComesFirstOfTheVideosAndAfterTheImages(string? configured, params string[] expected)
    {
        await using var setup = configured is null ? new ProviderSetup() : new ProviderSetup(("Providers:Google:VideoModel", configured));

        var models = setup.Provider("google").Models;

        models[0].Id.ShouldBe("gemini-nano-banana-2.1");
        models.Where(static model => model.Kind == MediaKind.Video).Select(static model => model.Id).ShouldBe(expected);
    }
}
