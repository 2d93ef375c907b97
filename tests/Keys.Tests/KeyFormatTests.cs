using NanoBanana.Contracts.Keys;
using NanoBanana.Keys.ApiKeys;

namespace NanoBanana.Keys.Tests;

public sealed class KeyFormatTests
{
    [Fact]
    public void NewKeys_Made_AreWellFormedAndDiffer()
    {
        var keys = Enumerable.Range(0, 1_000).Select(static _ => KeyFormat.NewSaas()).ToList();

        keys.ShouldAllBe(static key => KeyFormats.IsWellFormed(key.Text) && key.Prefix.Length == 12 && key.Text.StartsWith(key.Prefix));
        keys.Select(static key => key.Text).Distinct().Count().ShouldBe(1_000);
        Convert.ToHexStringLower(keys[0].Hash).ShouldBe(KeyFormats.HashText(keys[0].Text));
    }

    [Fact]
    public void LabKeys_Made_AreWellFormedAndAllDifferent()
    {
        var keys = Enumerable.Range(0, 200).Select(static _ => KeyFormat.NewLab()).ToList();

        keys.ShouldAllBe(static key => KeyFormats.IsWellFormed(key.Text) && key.Prefix.Length == 16 && key.Text.StartsWith(key.Prefix));
        keys.Select(static key => key.Text).Distinct().Count().ShouldBe(keys.Count);
        Convert.ToHexStringLower(keys[0].Hash).ShouldBe(KeyFormats.HashText(keys[0].Text));
    }

    [Theory]
    [InlineData("nb_live_0123456789abcdef0123456789abcdef", true)]
    [InlineData("nb_live_0123456789ABCDEF0123456789abcdef", false)]
    [InlineData("nb_live_0123456789abcdef0123456789abcde", false)]
    [InlineData("nb_live_0123456789abcdef0123456789abcdef0", false)]
    [InlineData(" nb_live_0123456789abcdef0123456789abcdef", false)]
    [InlineData("nb_sk_0123456789-_ABCDEFghijklmnopqrstuvwxyz01234", true)]
    [InlineData("nb_sk_0123456789-_ABCDEFghijklmnopqrstuvwxyz0123+", false)]
    [InlineData("bnt_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", true)]
    [InlineData("bnt_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde", false)]
    [InlineData("nb_live_", false)]
    [InlineData("AIza0123", false)]
    [InlineData("", false)]
    public void Text_Judged_ByItsExactShape(string text, bool wellFormed) => KeyFormats.IsWellFormed(text).ShouldBe(wellFormed);

    [Theory]
    [InlineData("nb_live_x", true)]
    [InlineData("nb_other", true)]
    [InlineData("bnt_", true)]
    [InlineData("AIza0123", false)]
    [InlineData("NB_live_", false)]
    public void Text_Recognised_ByItsPrefix(string text, bool ours) => KeyFormats.HasProductPrefix(text).ShouldBe(ours);
}
