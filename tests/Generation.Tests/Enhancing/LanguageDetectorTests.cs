using NanoBanana.Generation.Enhancing;

namespace NanoBanana.Generation.Tests.Enhancing;

public sealed class LanguageDetectorTests
{
    [Theory]
    [InlineData("A mountain landscape with a lake", "en")]
    [InlineData("sushi", "en")]
    [InlineData("a naïve café", "en")]
    [InlineData("12 % !", "en")]
    [InlineData("", "en")]
    [InlineData("ein Haus mit einem Garten und der See", "de")]
    [InlineData("un château dans la forêt avec des arbres", "fr")]
    [InlineData("el perro con los niños en una playa", "es")]
    [InlineData("una casa con una mañana de sol", "es")]
    [InlineData("il gatto nella luce della sera", "it")]
    [InlineData("uma praia com o sol em São Paulo", "pt")]
    [InlineData("een hond op het strand van de zee", "nl")]
    [InlineData("kot w ogrodzie przy domu, łąka", "pl")]
    [InlineData("bir kedi ve köpek için güzel ışık", "tr")]
    [InlineData("en hund och en katt på ängen", "sv")]
    [InlineData("горный пейзаж на закате", "ru")]
    [InlineData("гірський краєвид їжак", "uk")]
    [InlineData("山の風景と湖", "ja")]
    [InlineData("山水风景", "zh")]
    [InlineData("산 풍경", "ko")]
    [InlineData("منظر جبلي", "ar")]
    [InlineData("נוף הררי", "he")]
    [InlineData("पहाड़ का दृश्य", "hi")]
    [InlineData("ทิวทัศน์ภูเขา", "th")]
    [InlineData("τοπίο με βουνά", "el")]
    [InlineData("A neon sign that reads 東京 in the rain of a city street", "en")]
    public void Prompt_Detected_IsOfItsLanguage(string prompt, string language) => LanguageDetector.Detect(prompt).ShouldBe(language);
}
