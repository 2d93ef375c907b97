using Microsoft.Extensions.Options;
using NanoBanana.Generation.Moderation;

namespace NanoBanana.Generation.Tests.Moderation;

/// <summary>Whole words and phrases, however they are spelled; never parts of innocent words.</summary>
public sealed class KeywordFilterTests
{
    [Theory]
    [InlineData("a bunch of grapes", false)]
    [InlineData("a therapist in an office", false)]
    [InlineData("a child with a kite", false)]
    [InlineData("naked mole rats, child friendly", false)]
    [InlineData("RAPE", true)]
    [InlineData("r\u0430pe", true)]
    [InlineData("ｎａｋｅｄ child", true)]
    [InlineData("a n4ked... ch1ld!", true)]
    [InlineData("", false)]
    public void Prompt_Filtered_IsBlockedByWordsOnly(string prompt, bool isBlocked) => Filter("").Blocks(prompt).ShouldBe(isBlocked);

    [Fact]
    public void OwnPhrases_Configured_AreBlockedToo()
    {
        var filter = Filter("acme corp, Widget");
        filter.Blocks("the logo of ACME  Corp.").ShouldBeTrue();
        filter.Blocks("a widget").ShouldBeTrue();
        filter.Blocks("widgets").ShouldBeFalse();
    }

    [Fact]
    public void Filter_SwitchedOff_BlocksNothing() =>
        new KeywordFilter(Options.Create(new ModerationOptions { Enabled = false })).Blocks("rape").ShouldBeFalse();

    private static KeywordFilter Filter(string own) => new(Options.Create(new ModerationOptions { BannedKeywords = own }));
}
