using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using NanoBanana.Generation.Tests.Api.Gemini;
using NanoBanana.Generation.Tests.Inputs;

namespace NanoBanana.Generation.Tests.Api.Mcp;

/// <summary>The tools, called by the protocol's own client over HTTP.</summary>
public sealed class McpToolTests(InputFixture fixture) : IAsyncLifetime
{
    private readonly Guid _account = Guid.NewGuid();
    private McpClient _client = null!;

    public async ValueTask InitializeAsync() => _client = await ConnectAsync(_account);

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task Server_Asked_TellsItsToolsAndWhatTheyTake()
    {
        _client.ServerInfo.ShouldNotBeNull().Name.ShouldBe("nanobanana");
        var tools = await _client.ListToolsAsync();
        tools.Select(static tool => tool.Name).Order(StringComparer.Ordinal).ShouldBe(["edit_image", "generate_image", "get_job", "list_models"]);
        foreach (var tool in tools)
            tool.JsonSchema.GetProperty("type").GetString().ShouldBe("object");
        tools.Single(static tool => tool.Name == "edit_image").JsonSchema.GetProperty("required").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task SmallImage_Generated_ComesWithItsAddress()
    {
        var made = await CallAsync("generate_image", new() { ["prompt"] = "a lighthouse", ["size"] = "256x256", ["model"] = "sandbox-1" });

        var image = made.Result.Content.OfType<ImageContentBlock>().ShouldHaveSingleItem();
        (image.MimeType, GeminiCalls.SizeOf(image.DecodedData.ToArray())).ShouldBe(("image/png", (256, 256)));
        using var http = fixture.ClientOf(_account);
        (await http.GetByteArrayAsync(new Uri((string)made.Answer["url"]!))).ShouldBe(image.DecodedData.ToArray());
        (await fixture.AvailableOfAsync(_account)).ShouldBe(1_000 - (int)made.Answer["credits"]!);

        var job = (await CallAsync("get_job", new() { ["id"] = (string)made.Answer["id"]! })).Answer;
        ((string)job["status"]!, (string)job["images"]![0]!["url"]!).ShouldBe(("succeeded", (string)made.Answer["url"]!));
    }

    [Fact]
    public async Task LargeImage_Generated_IsLinked()
    {
        var (result, answer) = await CallAsync("generate_image", new() { ["prompt"] = "a lighthouse" });
        var link = result.Content.OfType<ResourceLinkBlock>().SingleOrDefault();
        using var http = fixture.ClientOf(_account);
        var size = (await http.GetByteArrayAsync(new Uri((string)answer["url"]!))).Length;
        (link is not null).ShouldBe(size > 1024 * 1024);
        if (link is not null)
            link.Uri.ShouldBe((string)answer["url"]!);
    }

    [Fact]
    public async Task Image_Edited_GoesToTheModelAndHasItsShape()
    {
        var prompt = "in snow " + Guid.NewGuid().ToString("n");
        foreach (var image in new[] { InputFixture.Base64(640, 480), "data:image/png;base64," + InputFixture.Base64(640, 480) })
        {
            var answer = (await CallAsync("edit_image", new() { ["prompt"] = prompt, ["image"] = image })).Answer;
            ((double)answer["width"]! / (double)answer["height"]!).ShouldBe(4.0 / 3, 0.02);
        }

        fixture.Application.Gemini.Switchboard.Requests.Count(request => request.Body.Contains(prompt, StringComparison.Ordinal) && request.Body.Contains(InputFixture.Base64(640, 480), StringComparison.Ordinal))
            .ShouldBe(2);
    }

    [Fact]
    public async Task RepeatUnderAKey_IsOneImageAndOneCharge()
    {
        Dictionary<string, object?> arguments = new() { ["prompt"] = "once", ["idempotency_key"] = Guid.NewGuid().ToString() };
        var first = (await CallAsync("generate_image", arguments)).Answer;
        ((string)(await CallAsync("generate_image", arguments)).Answer["id"]!).ShouldBe((string)first["id"]!);
        (await fixture.AvailableOfAsync(_account)).ShouldBe(980);
    }

    [Fact]
    public async Task SomeoneElsesThings_AnswerAsMissingOnes()
    {
        var theirs = (string)(await CallAsync("generate_image", new() { ["prompt"] = "mine" })).Answer["id"]!;
        await using var other = await ConnectAsync(Guid.NewGuid());

        foreach (var (tool, name) in new[] { ("get_job", "id"), ("edit_image", "image") })
        {
            Dictionary<string, object?> of(string id) => new() { ["prompt"] = "x", [name] = id };
            var foreign = await CallAsync(tool, of(theirs), other, isError: true);
            foreign.Answer.ToJsonString().ShouldBe((await CallAsync(tool, of($"gen_{Guid.NewGuid()}"), other, isError: true)).Answer.ToJsonString());
            ((string)foreign.Answer["error"]!["code"]!).ShouldEndWith("not_found");
        }
    }

    [Fact]
    public async Task WrongArguments_AreToldByName()
    {
        (string Tool, Dictionary<string, object?> Arguments, string Code, string Field)[] faults =
        [
            ("generate_image", [], "request.invalid", "prompt"),
            ("generate_image", new() { ["prompt"] = 5 }, "request.invalid", "prompt"),
            ("generate_image", new() { ["prompt"] = "x", ["size"] = "1x1" }, "request.invalid", "size"),
            ("generate_image", new() { ["prompt"] = "x", ["seed"] = 1.5 }, "request.invalid", "seed"),
            ("generate_image", new() { ["prompt"] = "x", ["idempotency_key"] = "a b" }, "request.invalid", "idempotency_key"),
            ("edit_image", new() { ["prompt"] = "x" }, "request.invalid", "image"),
            ("edit_image", new() { ["prompt"] = "x", ["image"] = "AAAA" }, "input.invalid_image", "image"),
            ("get_job", [], "request.invalid", "id"),
        ];
        foreach (var (tool, arguments, code, field) in faults)
        {
            var error = (await CallAsync(tool, arguments, isError: true)).Answer["error"]!;
            ((string)error["code"]!, (string)error["fields"]![0]!["field"]!).ShouldBe((code, field), tool);
        }

        (await fixture.JobsOfAsync(_account)).ShouldBe(0);
    }

    [Fact]
    public async Task BalanceBelowThePrice_IsToldWithItsNumbers()
    {
        await fixture.Application.HoldAsync(Guid.NewGuid(), _account, units: 50);
        var error = (await CallAsync("generate_image", new() { ["prompt"] = "x" }, isError: true)).Answer["error"]!;
        ((string)error["code"]!, (int)error["required"]!, (int)error["available"]!).ShouldBe(("billing.insufficient_credits", 20, 0));
    }

    [Fact]
    public async Task Models_Listed_AreThoseThatServe()
    {
        var models = (await CallAsync("list_models", [])).Answer["models"]!.AsArray();
        models.Select(static model => (string)model!["id"]!).ShouldContain("gemini-nano-banana-2.1");
    }

    [Fact]
    public async Task ToolThatIsNone_IsAnErrorOfTheProtocol() =>
        (await Should.ThrowAsync<ModelContextProtocol.McpException>(async () => await _client.CallToolAsync("delete_everything"))).Message.ShouldContain("There is no such tool");

    private async Task<McpClient> ConnectAsync(Guid account) => await McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(fixture.Instance.Address, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp }, fixture.ClientOf(account), ownsHttpClient: true));

    private async Task<(CallToolResult Result, JsonNode Answer)> CallAsync(string tool, Dictionary<string, object?> arguments, McpClient? client = null, bool isError = false)
    {
        var result = await (client ?? _client).CallToolAsync(tool, arguments);
        var text = result.Content.OfType<TextContentBlock>().ShouldHaveSingleItem().Text;
        (result.IsError is true).ShouldBe(isError, text);
        var answer = JsonNode.Parse(text)!;
        JsonNode.DeepEquals(answer, JsonNode.Parse(result.StructuredContent!.Value.GetRawText())).ShouldBeTrue();
        return (result, answer);
    }
}
