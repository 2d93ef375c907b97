using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>docs/errors says of every code what the code itself says.</summary>
public sealed class ErrorPagesTests
{
    private const string Index = "README";
    private static readonly string[] Sections = ["## What happened", "## Status", "## How to fix it", "## Related"];

    /// <summary>The families by the names the pages use, in the order of their columns.</summary>
    private static readonly (string Name, WireFamily Family)[] Families =
    [
        ("SaaS", WireFamily.Saas), ("Lab", WireFamily.Lab), ("Banatie", WireFamily.Banatie), ("KIE", WireFamily.Kie), ("OpenAI", WireFamily.OpenAi), ("Gemini", WireFamily.Gemini), ("Ours", WireFamily.Ours),
    ];

    public static TheoryData<string> Codes => [.. ErrorCodes.All.Select(static error => error.Code)];

    [Fact]
    public void Pages_Listed_AreExactlyTheCodes()
    {
        var pages = Directory.GetFiles(Repository.PathOf("docs", "errors"), "*.md").Select(Path.GetFileNameWithoutExtension).Where(static name => name != Index);
        pages.Order(StringComparer.Ordinal).ShouldBe(ErrorCodes.All.Select(static error => error.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Families_OfThePages_AreAllThereAre() =>
        Families.Select(static family => family.Family).Order().ShouldBe(Enum.GetValues<WireFamily>().Order());

    [Theory]
    [MemberData(nameof(Codes))]
    public void Page_OfACode_HasItsTextAndEverySectionInOrder(string code)
    {
        var error = Find(code);
        var page = Page(code);
        page.ShouldStartWith($"# {code}\n\n{error.Message}\n\n");
        var places = Sections.Select(section => page.IndexOf($"\n{section}\n\n", StringComparison.Ordinal)).ToList();
        places.ShouldAllBe(static place => place > 0);
        places.ShouldBe(places.Order());
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Page_OfACode_TellsTheStatusOfEachFamily(string code)
    {
        var rows = Page(code).Split('\n').Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(Cells).ToList();
        rows.ShouldBe(Families.Select(family => new[] { family.Name, Status(Find(code), family.Family) }));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Page_OfACode_LeadsToPagesThatExist(string code)
    {
        var related = Page(code).Split("## Related\n\n")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        related.ShouldNotBeEmpty();
        foreach (var line in related)
        {
            var name = line.Split('[', ']')[1];
            line.ShouldBe($"- [{name}]({name}.md)");
            ErrorCodes.All.ShouldContain(error => error.Code == name);
            name.ShouldNotBe(code);
        }
    }

    [Fact]
    public void Index_Read_ListsEveryCodeInOrderWithItsTextAndStatuses()
    {
        var rows = Repository.Read("docs", "errors", Index + ".md").Split('\n').Where(static line => line.StartsWith("| [", StringComparison.Ordinal)).Select(Cells);
        rows.ShouldBe(ErrorCodes.All.Select(static error => new[]
        {
            $"[{error.Code}]({error.Code}.md)", error.Message,
        }.Concat(Families.Select(family => Status(error, family.Family)))));
    }

    [Fact]
    public void Index_Read_NamesEveryPathOfOursUnderV1()
    {
        var named = Repository.Read("docs", "errors", Index + ".md").Split('\n').Single(static line => line.StartsWith("| Ours |", StringComparison.Ordinal)).Split('`')
            .Where(static text => text.StartsWith("/v1/", StringComparison.Ordinal));
        using var document = JsonDocument.Parse(Repository.Read("docs", "openapi.json"));
        var ours = document.RootElement.GetProperty("paths").EnumerateObject().Select(static path => path.Name)
            .Where(static path => path.StartsWith("/v1/", StringComparison.Ordinal) && FamilyOf(path) == WireFamily.Ours).Select(static path => string.Join('/', path.Split('/').Take(3)));

        named.Order(StringComparer.Ordinal).ShouldBe(ours.Distinct().Order(StringComparer.Ordinal));
    }

    private static WireFamily FamilyOf(string path)
    {
        var http = new DefaultHttpContext();
        http.Request.Path = path;
        return WireFamilies.Of(http.Request);
    }

    private static ErrorCode Find(string code) => ErrorCodes.All.Single(error => error.Code == code);

    private static string Page(string code) => Repository.Read("docs", "errors", code + ".md");

    private static string[] Cells(string row) => [.. row.Trim('|', ' ').Split('|').Select(static cell => cell.Trim())];

    private static string Status(ErrorCode error, WireFamily family) => ErrorStatus.Of(error.Kind, family).ToString(CultureInfo.InvariantCulture);
}
