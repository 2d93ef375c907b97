using System.Net;
using System.Text;
using NanoBanana.Generation.Tests.Inputs;

namespace NanoBanana.Generation.Tests.Api.Mcp;

/// <summary>What <c>/mcp</c> answers to what no client of the protocol sends.</summary>
public sealed class McpTransportTests(InputFixture fixture)
{
    private readonly HttpClient _client = fixture.ClientOf(Guid.NewGuid());

    [Theory]
    [InlineData("", "application/json", HttpStatusCode.BadRequest, "request.malformed")]
    [InlineData("null", "application/json", HttpStatusCode.BadRequest, "request.malformed")]
    [InlineData("[]", "application/json", HttpStatusCode.BadRequest, "request.malformed")]
    [InlineData("{\"id\":1}", "application/json", HttpStatusCode.BadRequest, "request.malformed")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}", "application/json", HttpStatusCode.BadRequest, "request.malformed")]
    [InlineData("{}", "text/plain", HttpStatusCode.UnsupportedMediaType, "request.unsupported_media_type")]
    public async Task BodyThatIsNoMessage_IsRefused(string body, string type, HttpStatusCode status, string code)
    {
        using var response = await PostAsync(body, type);
        ((string)(await response.ShouldBeAsync(status))!["code"]!).ShouldBe(code);
    }

    [Fact]
    public async Task Request_WithoutASession_IsAnsweredAsAnEventThatTakesNothingOfTheHour()
    {
        using var response = await PostAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/list"}""");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        response.Headers.GetValues("X-RateLimit-Counted").ShouldBe(["false"]);
        (await response.Content.ReadAsStringAsync()).ShouldContain("generate_image");
    }

    [Theory]
    [InlineData("generate_image", true)]
    [InlineData("list_models", false)]
    [InlineData("no_tool", false)]
    public async Task ToolCall_Sent_CountsWhereImagesAreMade(string tool, bool isCounted)
    {
        using var response = await PostAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"$0","arguments":{"prompt":"a lighthouse"}}}""".Replace("$0", tool, StringComparison.Ordinal));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.Contains("X-RateLimit-Counted").ShouldBe(!isCounted);
    }

    [Fact]
    public async Task Notification_Sent_IsAcceptedWithoutABody()
    {
        using var response = await PostAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task StreamOrSession_AskedFor_IsNotOffered()
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Delete })
        {
            using var request = new HttpRequestMessage(method, "/mcp");
            using var response = await _client.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        }
    }

    [Fact]
    public async Task Nobody_CallingPastTheGateway_IsRefused()
    {
        using var nobody = fixture.Instance.CreateClient();
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await nobody.PostAsync(new Uri("/mcp", UriKind.Relative), content);
        await response.ShouldBeAsync(HttpStatusCode.Unauthorized);
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = content };
        request.Headers.Add("Accept", "application/json, text/event-stream");
        return await _client.SendAsync(request);
    }
}
