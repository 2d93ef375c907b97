using System.Text.Json.Nodes;
using NanoBanana.Gateway.Proxy;

namespace NanoBanana.Gateway.Tests;

/// <summary>A route never becomes open by a typing error.</summary>
public sealed class RouteRulesTests
{
    [Fact]
    public void EveryRoute_OfTheConfiguration_HasRulesAndABodyLimit()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "gateway.routes.json");
        var routes = JsonNode.Parse(File.ReadAllText(file))!["ReverseProxy"]!["Routes"]!.AsObject();
        routes.Count.ShouldBeGreaterThan(5);
        foreach (var (name, route) in routes)
        {
            var metadata = route!["Metadata"]!.AsObject().ToDictionary(static pair => pair.Key, static pair => (string)pair.Value!, StringComparer.Ordinal);
            Should.NotThrow(() => RouteRules.Parse(metadata), name);
            ((long?)route["MaxRequestBodySize"]).ShouldNotBeNull(name);
            ((string)route["Match"]!["Path"]!).ShouldNotStartWith("/internal");
        }
    }

    [Theory]
    [InlineData("Auth", "usr")]
    [InlineData("Limit", "hurly")]
    [InlineData("Scope", "read")]
    [InlineData("Metered", "flase")]
    [InlineData("GoogleKeys", "yes")]
    public void UnknownWord_InARoute_StopsTheStart(string name, string value)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["Auth"] = "none", [name] = value };
        Should.Throw<FormatException>(() => RouteRules.Parse(metadata)).Message.ShouldContain(value);
    }

    [Theory]
    [InlineData("generate", "POST", "generate")]
    [InlineData("lab-video", "POST", "generate")]
    [InlineData("quotes", "POST", "generate")]
    [InlineData("generations", "DELETE", "generate")]
    [InlineData("generations", "GET", "read")]
    [InlineData("images", "HEAD", "read")]
    [InlineData("socket", "GET", "read")]
    [InlineData("webhooks", "POST", "manage")]
    [InlineData("lab-settings", "PUT", "manage")]
    [InlineData("notifications", "DELETE", "manage")]
    [InlineData("lab-quota", "POST", "generate")]
    [InlineData("gemini-generate", "POST", "generate")]
    [InlineData("gemini", "GET", "read")]
    public void Route_AskedForItsScope_TellsLookingMakingAndChangingApart(string route, string method, string scope)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "gateway.routes.json");
        var metadata = JsonNode.Parse(File.ReadAllText(file))!["ReverseProxy"]!["Routes"]![route]!["Metadata"]!.AsObject()
            .ToDictionary(static pair => pair.Key, static pair => (string)pair.Value!, StringComparer.Ordinal);

        RouteRules.Parse(metadata).ScopeFor(method).ShouldBe(scope);
    }

    [Fact]
    public void NoAuth_InARoute_StopsTheStart() => Should.Throw<FormatException>(() => RouteRules.Parse(metadata: null));
}
