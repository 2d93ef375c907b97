using NanoBanana.Generation.Search;

namespace NanoBanana.Generation.Tests.Search;

/// <summary>The piece of a text that says why it was found.</summary>
public sealed class HighlightTests
{
    private static readonly string Long = new('x', 60);

    [Fact]
    public void Short_Highlighted_IsWhole() => Of("cat", "A Cat").ShouldBe("A Cat");

    [Fact]
    public void Long_Highlighted_HasFiftyCharactersOnEachSideAndDots() =>
        Of("cat", $"{Long}CAT{Long}").ShouldBe($"...{new string('x', 50)}CAT{new string('x', 50)}...");

    [Fact]
    public void AllTogether_Highlighted_ComesBeforeItsFirstWord() => Of("red fox", $"red hen {Long}{Long} red fox").ShouldEndWith("red fox");

    [Fact]
    public void OnlyWords_Highlighted_ShowsTheFirst() => Of("red cow", $"{Long} a cow and red{Long}").ShouldContain("red");

    [Fact]
    public void SecondText_Highlighted_WhenTheFirstHasNothing() => Highlight.Of(new SearchTerms("cat"), "dog", null, "a cat").ShouldBe("a cat");

    [Fact]
    public void Nothing_Highlighted_IsTheBeginning() => Of("zebra", $"{Long}{Long}").ShouldBe($"{new string('x', 100)}...");

    [Fact]
    public void PairAtTheEdge_Highlighted_IsNotCutInTwo()
    {
        var text = $"😀{new string('x', 49)}cat{new string('x', 49)}😀yy";
        Of("cat", text).ShouldBe($"😀{new string('x', 49)}cat{new string('x', 49)}😀...");
    }

    private static string Of(string search, string text) => Highlight.Of(new SearchTerms(search), text);
}
