using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Which dialect is spoken and which models are offered under which settings.</summary>
public sealed class OpenAiOptionsTests
{
    [Theory]
    [InlineData(null, null, null, "OpenAI", "gpt-image-2")]
    [InlineData("https://openrouter.ai/api/v1", null, null, "OpenRouter", "openai/gpt-image-2")]
    [InlineData("https://eu.openrouter.ai/api/v1", null, "google/gemini-3-pro-image", "OpenRouter", "google/gemini-3-pro-image")]
    [InlineData("https://notopenrouter.ai/v1", null, null, "OpenAI", "gpt-image-2")]
    [InlineData("https://openrouter.ai/api/v1", "openai", null, "OpenAI", "gpt-image-2")]
    [InlineData("https://proxy.example/v1", "openrouter", "gpt-image-2.5-flare", "OpenRouter", "openai/gpt-image-2.5-flare")]
    [InlineData("https://proxy.example/v1", null, "stable-picture", "OpenAI", "stable-picture")]
    public async Task Settings_Dialect_FollowsThem(string? address, string? dialect, string? model, string displayName, string first)
    {
        await using var setup = new ProviderSetup(
            ("PROVIDER_OPENAI_API_KEY", "key"), ("PROVIDER_OPENAI_BASE_URL", address), ("Providers:OpenAi:Dialect", dialect), ("PROVIDER_OPENAI_MODEL", model));

        setup.ValidateAtStart();

        var provider = setup.Provider("openai");
        (provider.DisplayName, provider.Models[0].Id, provider.IsAvailable).ShouldBe((displayName, first, true));
        provider.Models.ShouldAllBe(offered => offered.ReplacedBy == null);
        provider.Priority.ShouldBe(2);
    }

    [Theory]
    [InlineData("Providers:OpenAi:Dialect", "azure")]
    [InlineData("Providers:OpenAi:Quality", "best")]
    [InlineData("Providers:OpenAi:MaxPartialImages", "4")]
    [InlineData("Providers:OpenAi:MaxPartialImages", "-1")]
    [InlineData("PROVIDER_OPENAI_REFERER", "two words")]
    [InlineData("PROVIDER_OPENAI_BASE_URL", "api.openai.com")]
    [InlineData("PROVIDER_OPENAI_MODEL", "dall-e-3")]
    [InlineData("PROVIDER_OPENAI_API_KEY", "sk one")]
    public async Task BadSetting_Start_NamesTheKeyAndNotTheValue(string key, string value)
    {
        await using var setup = new ProviderSetup((key, value));

        var fault = Should.Throw<OptionsValidationException>(setup.ValidateAtStart).Failures.ShouldHaveSingleItem();

        fault.ShouldContain(key);
        fault.ShouldNotContain(value);
    }

    [Fact]
    public async Task NoKey_IsAvailable_IsFalse()
    {
        await using var setup = new ProviderSetup();

        setup.Provider("openai").IsAvailable.ShouldBeFalse();
    }
}
