using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Moderation;

/// <summary>The level of a call is its provider's too: that of the caller, or else the operator's.</summary>
public sealed class LevelsAtProvidersTests
{
    [Theory]
    [InlineData("", "strict", "BLOCK_LOW_AND_ABOVE")]
    [InlineData("", "relaxed", "BLOCK_NONE")]
    [InlineData("", "moderate", null)]
    [InlineData("", null, null)]
    [InlineData("strict", null, "BLOCK_LOW_AND_ABOVE")]
    [InlineData("strict", "moderate", null)]
    public async Task Level_NamedByTheCallerOrTheOperator_ReachesTheProvider(string operators, string? callers, string? threshold)
    {
        await using var application = await GenerationApplication.CreateAsync(operators.Length > 0 ? [("DEFAULT_SAFETY_LEVEL", operators)] : []);
        await using var instance = await application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid()));

        using (var made = await ModerationFixture.GenerateAsync(client, "a red apple", callers))
            await made.ShouldBeAsync(HttpStatusCode.OK);

        Threshold(application).ShouldBe(threshold);
    }

    [Fact]
    public async Task OperatorsLevel_OfAFamilyThatKnowsNone_ReachesTheProvider()
    {
        await using var application = await GenerationApplication.CreateAsync(("DEFAULT_SAFETY_LEVEL", "strict"));
        await using var instance = await application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid()));

        using (var made = await client.PostAsJsonAsync("/v1/generate", new { prompt = "a red apple" }))
            await made.ShouldBeAsync(HttpStatusCode.Created);

        Threshold(application).ShouldBe("BLOCK_LOW_AND_ABOVE");
    }

    private static string? Threshold(GenerationApplication application) =>
        (string?)JsonNode.Parse(application.Gemini.Switchboard.Requests.ShouldHaveSingleItem().Body)!["safetySettings"]?[0]!["threshold"];
}
