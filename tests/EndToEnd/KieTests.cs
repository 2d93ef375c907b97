using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd;

/// <summary>The KIE family through the gateway: an image that is waited for, one that is posted, and nobody without a credential.</summary>
public sealed class KieTests : IAsyncLifetime
{
    private const string Generate = "/api/nano-banana/generate";
    private WebhookReceiver _receiver = null!;
    private NanoBananaSystem _system = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _system = await NanoBananaSystem.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Webhooks:AllowHttp"] = "true",
            ["OUTBOUND_ALLOWED_NETWORKS"] = "127.0.0.0/8",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _system.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task NewAccount_WithItsTokenAndWithItsKey_IsServedAndToldItsBalance()
    {
        var account = await _system.SignUpAsync();
        using var user = account.Client;
        using var first = await user.PostAsJsonAsync(Generate, new { prompt = "A tree frog", aspectRatio = "square", style = "none" });
        var made = (await first.ShouldBeAsync(HttpStatusCode.OK))!;
        made["credits"]!.ToJsonString().ShouldBe("""{"used":20,"remaining":980}""");
        using var anybody = _system.CreateClient();
        (await anybody.GetByteArrayAsync(new Uri((string)made["image"]!))).AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();

        using var key = _system.ClientWith((await account.CreateKeyAsync()).Text);
        using var second = await key.PostAsJsonAsync(Generate, new { prompt = "Another", callbackUrl = _receiver.Address });
        var order = (await second.ShouldBeAsync(HttpStatusCode.Accepted))!;
        second.Headers.GetValues("X-RateLimit-Remaining").ShouldBe(["9"]);
        await Calls.EventuallyAsync(() => Task.FromResult(_receiver.Received.Count > 0), "the image is posted");
        var posted = _receiver.Received.ShouldHaveSingleItem();
        WebhookReceiver.Signers(
            [(string)order["callbackSecret"]!], posted.Id, posted.Headers["webhook-timestamp"], System.Text.Encoding.UTF8.GetBytes(posted.Body),
            posted.Headers["webhook-signature"]).Count.ShouldBe(1);
        posted.Json["credits"]!.ToJsonString().ShouldBe("""{"used":20,"remaining":960}""");

        var task = await key.GetJsonAsync(second.Headers.Location!.OriginalString);
        ((string)task["status"]!, (string)task["image"]!).ShouldBe(("completed", (string)posted.Json["image"]!));
        new Uri((string)task["image"]!).GetLeftPart(UriPartial.Authority).ShouldBe(_system.Url.GetLeftPart(UriPartial.Authority));
        (await account.AvailableAsync()).ShouldBe(960);
    }

    [Theory]
    [InlineData("POST", Generate)]
    [InlineData("GET", "/api/nano-banana/task/gen_0e7e9a4c-52a1-4f4e-9a53-3e9d3f6f2a10")]
    public async Task Credential_MissingOrBad_Is401InTheFamilysWords(string method, string path)
    {
        using var nobody = _system.CreateClient();
        using var bad = _system.ClientWith("nb_live_" + new string('0', 32));
        foreach (var (client, error, message) in new[] { (nobody, "Authentication required", "No authorization header provided"), (bad, "Invalid token", "Invalid API key") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? JsonContent.Create(new { prompt = "x" }) : null };
            using var response = await client.SendAsync(request);
            var body = (await response.ShouldBeAsync(HttpStatusCode.Unauthorized))!;
            JsonNode.DeepEquals(body, JsonNode.Parse($$"""{"success":false,"error":"{{error}}","message":"{{message}}","code":"UNAUTHORIZED"}""")).ShouldBeTrue(body.ToJsonString());
        }
    }

    [Fact]
    public async Task Body_TooLargeOrOfAnotherType_IsRefusedInTheFamilysWords()
    {
        using var client = await (await _system.SignUpAsync()).KeyClientAsync();
        using var huge = await client.PostAsJsonAsync(Generate, new { prompt = new string('x', 70_000) });
        ((string)(await huge.ShouldBeAsync(HttpStatusCode.RequestEntityTooLarge))!["code"]!).ShouldBe("VALIDATION_ERROR");
        using var content = new StringContent("prompt=x", System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        using var form = await client.PostAsync(new Uri(Generate, UriKind.Relative), content);
        ((string)(await form.ShouldBeAsync(HttpStatusCode.UnsupportedMediaType))!["code"]!).ShouldBe("UNSUPPORTED_MEDIA_TYPE");
        using var wrong = await client.GetAsync(new Uri(Generate, UriKind.Relative));
        ((string)(await wrong.ShouldBeAsync(HttpStatusCode.MethodNotAllowed))!["code"]!).ShouldBe("METHOD_NOT_ALLOWED");
    }
}
