using System.Net;
using System.Text.Json.Nodes;

namespace NanoBanana.Generation.Tests.Templates;

/// <summary><c>POST /api/templates/{id}/use</c>: gaps are filled, values are checked, and each use is counted.</summary>
public sealed class UseTemplateTests(TemplateFixture fixture) : IClassFixture<TemplateFixture>
{
    private readonly Guid _account = Guid.NewGuid();

    [Theory]
    [InlineData("A {{color}} car", """{"color":"red"}""", "A red car")]
    [InlineData("{{ color }}{{color}} {{\tcolor\n}}", """{"color":"red"}""", "redred red")]
    [InlineData("{{color}} at {{time}}", """{"color":"{{time}}","time":"dusk"}""", "{{time}} at dusk")]
    [InlineData("{{{color}}} {color} {{}} {{ }} {{color} }} {{", """{"color":"red"}""", "{red} {color} {{}} {{ }} {{color} }} {{")]
    [InlineData("{{color}}", """{"color":7}""", "7")]
    [InlineData("{{color}}", """{"color":true}""", "true")]
    [InlineData("{{color}}", """{"color":"","unknown":[]}""", "")]
    [InlineData("no gap", """{"color":"red"}""", "no gap")]
    public async Task Gaps_AreFilledOnce(string text, string variables, string expected)
    {
        var path = await PathAsync(text, """[{"name":"color"}]""");
        (await PromptAsync(path, variables)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"name":"v","required":false}""", "{}", "")]
    [InlineData("""{"name":"v","required":false}""", """{"v":null}""", "")]
    [InlineData("""{"name":"v","default":"blue"}""", "{}", "blue")]
    [InlineData("""{"name":"v","default":"blue"}""", """{"v":"red"}""", "red")]
    [InlineData("""{"name":"v","type":"number","default":1.50}""", "{}", "1.50")]
    [InlineData("""{"name":"v","type":"number"}""", """{"v":-0.5e3}""", "-0.5e3")]
    [InlineData("""{"name":"v","type":"number"}""", """{"v":" 12 "}""", "12")]
    [InlineData("""{"name":"v","type":"boolean"}""", """{"v":false}""", "false")]
    [InlineData("""{"name":"v","type":"boolean"}""", """{"v":"True"}""", "true")]
    [InlineData("""{"name":"v","type":"enum","options":["a","b"]}""", """{"v":"b"}""", "b")]
    public async Task Value_OfItsType_StandsInItsPlace(string variable, string variables, string expected)
    {
        var path = await PathAsync("{{v}}", $"[{variable}]");
        (await PromptAsync(path, variables)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"name":"v"}""", "{}", "Missing required variable: v")]
    [InlineData("""{"name":"v"}""", """{"v":null}""", "Missing required variable: v")]
    [InlineData("""{"name":"other","required":false}""", "{}", "Missing required variable: v")]
    [InlineData("""{"name":"other"}""", """{"v":1}""", "Missing required variable: other")]
    [InlineData("""{"name":"v"}""", """{"v":["a"]}""", "Variable v must be a text")]
    [InlineData("""{"name":"v"}""", """{"v":"\ud800"}""", "Variable v must be a text")]
    [InlineData("""{"name":"v","type":"number"}""", """{"v":"many"}""", "Variable v must be a number")]
    [InlineData("""{"name":"v","type":"number"}""", """{"v":"Infinity"}""", "Variable v must be a number")]
    [InlineData("""{"name":"v","type":"number"}""", """{"v":true}""", "Variable v must be a number")]
    [InlineData("""{"name":"v","type":"boolean"}""", """{"v":"yes"}""", "Variable v must be true or false")]
    [InlineData("""{"name":"v","type":"enum","options":["a","b"]}""", """{"v":"A"}""", "Variable v must be one of: a, b")]
    public async Task Value_MissingOrOfAnotherType_IsRefusedAndNotCounted(string variable, string variables, string message)
    {
        var path = await PathAsync("{{v}}", $"[{variable}]");
        using var client = fixture.ClientOf(_account);
        using var response = await UseAsync(client, path, variables);
        await response.ShouldFailAsync(HttpStatusCode.BadRequest, "bad_request", message);
        (await CountAsync(path)).ShouldBe(0);
    }

    [Fact]
    public async Task LongValues_AreTakenUpToTheirLimitAndThePromptUpToIts()
    {
        var path = await PathAsync("{{v}}", """[{"name":"v"}]""");
        (await PromptAsync(path, $$"""{"v":"{{new string('x', 2_000)}}"}""")).Length.ShouldBe(2_000);
        using var client = fixture.ClientOf(_account);
        using var longer = await UseAsync(client, path, $$"""{"v":"{{new string('x', 2_001)}}"}""");
        await longer.ShouldFailAsync(HttpStatusCode.BadRequest, "bad_request", "Variable v must have at most 2000 characters");
        var often = await PathAsync(string.Concat(Enumerable.Repeat("{{v}}", 10)), """[{"name":"v"}]""");
        (await PromptAsync(often, $$"""{"v":"{{new string('x', 2_000)}}"}""")).Length.ShouldBe(20_000);
        var tooOften = await PathAsync(string.Concat(Enumerable.Repeat("{{v}}", 10)) + "!", """[{"name":"v"}]""");
        using var refused = await UseAsync(client, tooOften, $$"""{"v":"{{new string('x', 2_000)}}"}""");
        (await refused.FaultsAsync()).ShouldBe(["body -> variables"]);
    }

    [Fact]
    public async Task Settings_AreTheTemplatesUnlessTheUseSaysOtherwise()
    {
        using var client = fixture.ClientOf(_account);
        var made = await client.MakeAsync(new { name = "n", prompt_template = "p", default_settings = new { aspect_ratio = "16:9", resolution = "2K" } });
        using var plain = await client.SendAsync("POST", $"/{made["id"]}/use");
        (await plain.ShouldBeAsync(HttpStatusCode.OK))!.ToJsonString().ShouldBe(
            """{"prompt":"p","settings":{"aspect_ratio":"16:9","resolution":"2K","provider":null}}""");
        using var other = await client.SendAsync("POST", $"/{made["id"]}/use", new { settings_override = new { aspect_ratio = "1:1", provider = "google" } });
        (await other.ShouldBeAsync(HttpStatusCode.OK))!["settings"]!.ToJsonString().ShouldBe("""{"aspect_ratio":"1:1","resolution":"2K","provider":"google"}""");
        using var wrong = await client.SendAsync("POST", $"/{made["id"]}/use", new { settings_override = new { aspect_ratio = "7:1", resolution = "0K", provider = "nobody" } });
        (await wrong.FaultsAsync()).ShouldBe(["body -> settings_override -> aspect_ratio", "body -> settings_override -> resolution", "body -> settings_override -> provider"]);
        (await CountAsync($"/{made["id"]}")).ShouldBe(2);
    }

    [Fact]
    public async Task UsesAtOnce_AreAllCountedAndAreNoChange()
    {
        var path = await PathAsync("p", "[]");
        using var client = fixture.ClientOf(_account);
        await fixture.Application.ScalarAsync("UPDATE generation.templates SET updated_at = now() - interval '1 day' WHERE account_id = @account", ("account", _account));
        var before = (await client.JsonAsync(path))["template"]!["updated_at"]!.ToJsonString();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => PromptAsync(path, "{}")));
        var after = (await client.JsonAsync(path))["template"]!;
        ((int)after["use_count"]!, after["updated_at"]!.ToJsonString()).ShouldBe((40, before));
    }

    private async Task<string> PathAsync(string text, string variables)
    {
        using var client = fixture.ClientOf(_account);
        return $"/{(await client.MakeAsync(new { name = "n", prompt_template = text, variables = JsonNode.Parse(variables) }))["id"]}";
    }

    private static Task<HttpResponseMessage> UseAsync(HttpClient client, string path, string variables) => client.PostAsync(
        new Uri($"{TemplateCalls.Path}{path}/use", UriKind.Relative), new StringContent($$"""{"variables":{{variables}}}""", System.Text.Encoding.UTF8, "application/json"));

    private async Task<string> PromptAsync(string path, string variables)
    {
        using var client = fixture.ClientOf(_account);
        using var response = await UseAsync(client, path, variables);
        return (string)(await response.ShouldBeAsync(HttpStatusCode.OK))!["prompt"]!;
    }

    private async Task<int> CountAsync(string path)
    {
        using var client = fixture.ClientOf(_account);
        return (int)(await client.JsonAsync(path))["template"]!["use_count"]!;
    }
}
