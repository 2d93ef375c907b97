using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Events;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Generation.Webhooks;

namespace NanoBanana.Generation.Tests.Webhooks;

/// <summary>The routes that manage webhooks, each but for its deliveries.</summary>
public sealed class WebhookRoutesTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>, IAsyncLifetime
{
    private WebhookSetup _setup = null!;

    public async ValueTask InitializeAsync() => _setup = await fixture.SetUpAsync();

    public ValueTask DisposeAsync() => _setup.DisposeAsync();

    [Fact]
    public async Task Webhook_Created_ShowsItsSecretOnceAndEveryLaterAnswerAMask()
    {
        var made = await _setup.AddAsync();

        ((string)made["id"]!).ShouldMatch("^wh_[0-9a-f-]{36}$");
        ((string)made["url"]!).ShouldBe(_setup.Receiver.Address.AbsoluteUri);
        made["types"]!.AsArray().Select(static type => (string)type!).ShouldBe(EventTypes.Ends);
        ((bool)made["is_enabled"]!).ShouldBeTrue();
        var secret = (string)made["secret"]!;
        Convert.FromBase64String(secret["whsec_".Length..]).Length.ShouldBe(32);
        var shown = await _setup.GetAsync($"/v1/webhooks/{made["id"]}");
        ((string)shown["secret"]!).ShouldBe(WebhookSecrets.Masked);
        var listed = (await _setup.GetAsync("/v1/webhooks"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        listed.ToJsonString().ShouldBe(shown.ToJsonString());
        var patched = await PatchAsync((string)made["id"]!, new { types = new[] { "batch.completed" } });
        ((string)patched["secret"]!).ShouldBe(WebhookSecrets.Masked);
        ((long)(await _setup.ScalarAsync(
            $"SELECT count(*) FROM generation.webhook_endpoints WHERE position(decode('{secret[6..]}', 'base64') in secret) > 0"))!).ShouldBe(0);
    }

    [Theory]
    [InlineData("""{}""", "url")]
    [InlineData("""{"url": null}""", "url")]
    [InlineData("""{"url": 5}""", "url")]
    [InlineData("""{"url": ""}""", "url")]
    [InlineData("""{"url": "example.com"}""", "url")]
    [InlineData("""{"url": "/hooks"}""", "url")]
    [InlineData("""{"url": "ftp://example.com/"}""", "url")]
    [InlineData("""{"url": "file:///etc/passwd"}""", "url")]
    [InlineData("""{"url": "https://"}""", "url")]
    [InlineData("""{"url": "https://user:password@example.com/"}""", "url")]
    [InlineData("""{"url": "https://example.com@10.0.0.1/"}""", "url")]
    [InlineData("""{"url": "https://@example.com/"}""", "url")]
    [InlineData("""{"url": "https://example.com\\@10.0.0.1/"}""", "url")]
    [InlineData("""{"url": "https://exam ple.com/"}""", "url")]
    [InlineData("""{"url": "https://example.com/\u0000"}""", "url")]
    [InlineData("""{"url": "https://example.com/", "types": []}""", "types")]
    [InlineData("""{"url": "https://example.com/", "types": ["generation.completed", "generation.exploded"]}""", "types")]
    [InlineData("""{"url": "https://example.com/", "types": [null]}""", "types")]
    [InlineData("""{"url": "https://example.com/", "types": ["webhook.test"]}""", "types")]
    public async Task Field_ThatIsWrong_IsNamed(string body, string field)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await _setup.Client.PostAsync(new Uri("/v1/webhooks", UriKind.Relative), content);
        var problem = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!;
        problem["errors"]!.ToJsonString().ShouldContain(field);
        (await _setup.GetAsync("/v1/webhooks"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task TooLongAnAddress_Sent_IsRefused()
    {
        (await PostStatusAsync("https://example.com/" + new string('a', WebhookAddress.MaxLength - 20))).ShouldBe(HttpStatusCode.Created);
        (await PostStatusAsync("https://example.com/" + new string('a', WebhookAddress.MaxLength - 19))).ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task TwentyFirstWebhook_Created_IsRefusedHoweverManyComeAtOnce()
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, 30).Select(number => PostStatusAsync($"https://example.com/{number}")));
        statuses.Count(static status => status == HttpStatusCode.Created).ShouldBe(WebhookStore.MaxPerAccount);
        statuses.Count(static status => status == HttpStatusCode.BadRequest).ShouldBe(10);
        var first = (string)(await _setup.GetAsync("/v1/webhooks"))["items"]![0]!["id"]!;
        using (var deleted = await _setup.Client.DeleteAsync(new Uri($"/v1/webhooks/{first}", UriKind.Relative)))
            await deleted.ShouldBeAsync(HttpStatusCode.NoContent);
        (await PostStatusAsync("https://example.com/again")).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Webhook_Changed_HasTheNewAndKeepsTheRest()
    {
        var made = await _setup.AddAsync();
        var id = (string)made["id"]!;
        var changed = await PatchAsync(id, new { url = "https://example.com/new" });
        ((string)changed["url"]!).ShouldBe("https://example.com/new");
        changed["types"]!.ToJsonString().ShouldBe(made["types"]!.ToJsonString());
        var disabled = await PatchAsync(id, new { is_enabled = false, types = new[] { "video.failed", "video.failed" } });
        ((bool)disabled["is_enabled"]!).ShouldBeFalse();
        ((string)disabled["disabled_reason"]!).ShouldBe("owner");
        disabled["types"]!.ToJsonString().ShouldBe("""["video.failed"]""");
        var enabled = await PatchAsync(id, new { is_enabled = true });
        enabled["disabled_reason"].ShouldBeNull();
        using var wrong = await _setup.Client.PatchAsJsonAsync($"/v1/webhooks/{id}", new { url = "http://10.0.0.1/" });
        await wrong.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task SomebodyElsesWebhook_Asked_AnswersAsAMissingOne()
    {
        var made = await _setup.AddAsync();
        var test = await _setup.PostAsync($"/v1/webhooks/{made["id"]}/test");
        var before = await _setup.GetAsync($"/v1/webhooks/{made["id"]}");
        using var stranger = _setup.Instance.ClientFor(WebhookSetup.UserOf(Guid.NewGuid()));
        (HttpMethod Method, string Path)[] calls =
        [
            (HttpMethod.Get, ""), (HttpMethod.Patch, ""), (HttpMethod.Delete, ""), (HttpMethod.Post, "/rotate"), (HttpMethod.Post, "/test"),
            (HttpMethod.Get, "/deliveries"), (HttpMethod.Post, $"/deliveries/{test["id"]}/redeliver"),
        ];
        foreach (var (method, path) in calls)
        {
            var foreign = await AskAsync(stranger, method, $"/v1/webhooks/{made["id"]}{path}");
            var missing = await AskAsync(stranger, method, $"/v1/webhooks/wh_{Guid.NewGuid()}{path}");
            var malformed = await AskAsync(stranger, method, $"/v1/webhooks/nonsense{path}");
            ((int)foreign["status"]!).ShouldBe(404, $"{method} {path}");
            foreign.ToJsonString().ShouldBe(missing.ToJsonString());
            foreign.ToJsonString().ShouldBe(malformed.ToJsonString());
        }

        (await AskAsync(_setup.Client, HttpMethod.Post, $"/v1/webhooks/{made["id"]}/deliveries/whd_{Guid.NewGuid()}/redeliver"))["code"]!.GetValue<string>().ShouldBe("webhook.delivery_not_found");
        (await _setup.GetAsync($"/v1/webhooks/{made["id"]}")).ToJsonString().ShouldBe(before.ToJsonString());
        using var listed = await stranger.GetAsync(new Uri("/v1/webhooks", UriKind.Relative));
        (await listed.ShouldBeAsync(HttpStatusCode.OK))!["items"]!.AsArray().ShouldBeEmpty();
        _setup.Receiver.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task NoCredential_AtEachRoute_IsRefused()
    {
        using var nobody = _setup.Instance.ClientFor(NanoBanana.Contracts.Principals.Principal.Anonymous);
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, ""), (HttpMethod.Post, ""), (HttpMethod.Get, "/wh_1"), (HttpMethod.Patch, "/wh_1"), (HttpMethod.Delete, "/wh_1"),
            (HttpMethod.Post, "/wh_1/rotate"), (HttpMethod.Post, "/wh_1/test"), (HttpMethod.Get, "/wh_1/deliveries"), (HttpMethod.Post, "/wh_1/deliveries/1/redeliver"),
        })
        {
            ((int)(await AskAsync(nobody, method, $"/v1/webhooks{path}"))["status"]!).ShouldBe(401, $"{method} {path}");
        }
    }

    private async Task<HttpStatusCode> PostStatusAsync(string url)
    {
        using var response = await _setup.Client.PostAsJsonAsync("/v1/webhooks", new { url });
        return response.StatusCode;
    }

    private async Task<JsonNode> PatchAsync(string id, object body)
    {
        using var response = await _setup.Client.PatchAsJsonAsync($"/v1/webhooks/{id}", body);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    private static async Task<JsonNode> AskAsync(HttpClient client, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Patch || (method == HttpMethod.Post && path == "/v1/webhooks"))
            request.Content = JsonContent.Create(new { url = "https://example.com/" });
        using var response = await client.SendAsync(request);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        body.AsObject().Remove("request_id");
        return body;
    }
}
