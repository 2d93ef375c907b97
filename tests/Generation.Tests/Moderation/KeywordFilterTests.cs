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
    [InlineData("the Essex coast, scunthorpe, a sextant", false)]
    [InlineData("RAPE", true)]
    [InlineData("rаpe", true)]
    [InlineData("ｎａｋｅｄ child", true)]
    [InlineData("a n4ked... ch1ld!", true)]
    [InlineData("", false)]
    public void Prompt_Filtered_IsBlockedByWordsOnly(string prompt, bool isBlocked) => (Filter("").Find(prompt) is not null).ShouldBe(isBlocked);

    /// <summary>The mildest level at which a prompt is refused; none at all is written as a dash.</summary>
    [Theory]
    [InlineData("a snuff film", "none", "violence")]
    [InlineData("a nude child", "none", "minors")]
    [InlineData("lots of blood and gore", "moderate", "violence")]
    [InlineData("a pornographic poster", "moderate", "sexual")]
    [InlineData("white power", "moderate", "hate")]
    [InlineData("a naked statue", "strict", "sexual")]
    [InlineData("a murder mystery", "strict", "violence")]
    [InlineData("a red apple", "-", "-")]
    public void Prompt_AtEachLevel_IsRefusedFromItsOwnOn(string prompt, string from, string category)
    {
        var filter = Filter("");
        string[] upwards = ["none", "relaxed", "moderate", "strict"];
        var refused = upwards.Where(name => filter.Find(prompt, SafetyLevels.Parse(name)!.Value) is not null).ToList();
        refused.ShouldBe(from == "-" ? [] : upwards.SkipWhile(name => name != from));
        (filter.Find(prompt, SafetyLevel.Strict)?.Category ?? "-").ShouldBe(category);
    }

    [Fact]
    public void OwnPhrases_Configured_AreBlockedAtEveryLevel()
    {
        var filter = Filter("acme corp, Widget, a phrase of no less than six words");
        filter.Find("the logo of ACME  Corp.", SafetyLevel.None).ShouldBe(new KeywordRule("acme corp", "banned", "configured", SafetyLevel.None));
        filter.Find("a widget").ShouldNotBeNull();
        filter.Find("widgets").ShouldBeNull();
        filter.Find("It is a phrase of no less than six words!").ShouldNotBeNull();
    }

    [Fact]
    public void OwnPhrases_Replaced_HoldInPlaceOfThoseBefore()
    {
        var filter = Filter("widget");
        filter.Replace(["gadget"]);
        filter.Replace(["gizmo", "porn"]);
        filter.Find("a gadget").ShouldBeNull();
        filter.Find("a gizmo")!.Source.ShouldBe("own");
        filter.Find("a widget")!.Source.ShouldBe("configured");
        filter.Find("porn", SafetyLevel.None)!.Source.ShouldBe("own");
    }

    [Fact]
    public void Filter_SwitchedOff_BlocksNothing() =>
        new KeywordFilter(Options.Create(new ModerationOptions { Enabled = false })).Find("rape", SafetyLevel.Strict).ShouldBeNull();

    private static KeywordFilter Filter(string own) => new(Options.Create(new ModerationOptions { BannedKeywords = own }));
}
