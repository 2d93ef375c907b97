using System.Text;
using static NanoBanana.Generation.Tests.Templates.TemplateCalls;

namespace NanoBanana.Generation.Tests.Templates;

/// <summary>What a template may hold: each field at both ends of its limits, and every fault by its name.</summary>
public sealed class TemplateLimitTests(TemplateFixture fixture) : IClassFixture<TemplateFixture>
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task Limits_HoldAtBothEnds()
    {
        using var client = fixture.ClientOf(_account);
        var longest = new
        {
            name = new string('n', 200),
            description = new string('d', 1_000),
            prompt_template = new string('页', 10_000),
            variables = Enumerable.Range(0, 50).Select(static number => new { name = $"{number}".PadLeft(50, 'v'), description = new string('x', 200), type = "enum", options = new[] { new string('o', 200) } }),
            category = new string('c', 50),
            tags = Enumerable.Range(0, 10).Select(static number => $"{number}".PadLeft(50, 't')),
        };
        (await client.MakeAsync(longest))["variables"]!.AsArray().Count.ShouldBe(50);
        using var tooLong = await client.SendAsync("POST", "", new
        {
            name = new string('n', 201),
            description = new string('d', 1_001),
            prompt_template = new string('p', 10_001),
            variables = Enumerable.Range(0, 51).Select(static number => new { name = number == 0 ? new string('v', 51) : $"{number}", description = new string('x', number == 1 ? 201 : 1) }),
            default_settings = new { aspect_ratio = "2:1", resolution = "8K", provider = "nobody" },
            category = new string('c', 51),
            tags = Enumerable.Range(0, 11).Select(static number => number == 0 ? new string('t', 51) : $"{number}"),
        });
        (await tooLong.FaultsAsync()).ShouldBe([
            "body -> name", "body -> description", "body -> prompt_template", "body -> variables", "body -> variables -> 0 -> name", "body -> variables -> 1 -> description",
            "body -> default_settings -> aspect_ratio", "body -> default_settings -> resolution", "body -> default_settings -> provider", "body -> category",
            "body -> tags", "body -> tags -> 0"]);
        using var empty = await client.SendAsync("POST", "", new { name = " ", prompt_template = " \n" });
        (await empty.FaultsAsync()).ShouldBe(["body -> name", "body -> prompt_template"]);
        using var nothing = await client.SendAsync("POST", "", new { });
        (await nothing.FaultsAsync()).ShouldBe(["body -> name", "body -> prompt_template"]);
    }

    [Theory]
    [InlineData("""{"type":"string"}""", "name")]
    [InlineData("null", "name")]
    [InlineData("""{"name":"a{b"}""", "name")]
    [InlineData("""{"name":"a","type":"date"}""", "type")]
    [InlineData("""{"name":"a","type":"enum"}""", "options")]
    [InlineData("""{"name":"a","type":"enum","options":[]}""", "options")]
    [InlineData("""{"name":"a","type":"enum","options":["x",""]}""", "options -> 1")]
    [InlineData("""{"name":"a","type":"enum","options":["x"],"default":"y"}""", "default")]
    [InlineData("""{"name":"a","type":"number","default":"many"}""", "default")]
    [InlineData("""{"name":"a","type":"boolean","default":1}""", "default")]
    [InlineData("""{"name":"a","default":{"b":1}}""", "default")]
    [InlineData("""{"name":"a","default":"\u0000"}""", "default")]
    [InlineData("""{"name":"a","default":"\ud800"}""", "default")]
    public async Task Variable_ThatIsNone_IsNamed(string variable, string field)
    {
        using var client = fixture.ClientOf(_account);
        using var response = await client.PostAsync(
            new Uri(TemplateCalls.Path, UriKind.Relative),
            new StringContent($$"""{"name":"n","prompt_template":"p","variables":[{"name":"first"},{{variable}}]}""", Encoding.UTF8, "application/json"));
        (await response.FaultsAsync()).ShouldBe([$"body -> variables -> 1 -> {field}"]);
    }

    [Fact]
    public async Task Variable_ListedTwice_IsNamed()
    {
        using var client = fixture.ClientOf(_account);
        using var response = await client.SendAsync("POST", "", new { name = "n", prompt_template = "p", variables = new[] { new { name = "a" }, new { name = " a " } } });
        (await response.FaultsAsync()).ShouldBe(["body -> variables -> 1 -> name"]);
    }
}
