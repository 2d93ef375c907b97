using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Api.Kie;

/// <summary>An image that is posted to its caller.</summary>
public sealed class KieCallbackTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _gate = new();
    private KieSetup _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _setup = await KieSetup.CreateAsync();
        _setup.Application.Gemini.Switchboard.Until = _gate.Task;
    }

    public async ValueTask DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task Image_Made_IsPostedOnceSignedWithTheSecretOfTheOrder()
    {
        var order = await OrderAsync("a kite", null, ("X-Forwarded-Host", "api.example.com"), ("X-Forwarded-Proto", "https"));
        order.Body.AsObject().Select(static pair => pair.Key).ShouldBe(["success", "taskId", "callbackSecret"]);
        var id = (string)order.Body["taskId"]!;
        order.Location.ShouldBe($"/api/nano-banana/task/{id}");
        _gate.SetResult();
        await _setup.Hooks.DeliveriesAsync(1, "delivered");

        var posted = _setup.Hooks.Receiver.Received.ShouldHaveSingleItem();
        posted.Signers.ShouldBe([(string)order.Body["callbackSecret"]!]);
        var image = (string)posted.Json["image"]!;
        Answered(posted).ShouldBe(HttpStatusCode.OK, $$$"""
            {"success":true,"taskId":"{{{id}}}","image":"{{{image}}}","thumbnailUrl":"{{{KieSetup.ThumbnailOf(posted.Json)}}}","credits":{"used":20,"remaining":980},
             "model":"nano-banana","metadata":{"provider":"google","model":"gemini-nano-banana-2.1","mode":"text-to-image"}}
            """);
        image.ShouldStartWith("https://api.example.com/v1/images/");
        (await _setup.Hooks.Client.GetAsync(new Uri(new Uri(image).PathAndQuery, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _setup.Hooks.GetAsync("/v1/webhooks"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task JobThatFails_IsPostedAsTheFailureWouldHaveBeenAnswered()
    {
        _setup.Application.Gemini.Switchboard.Next("blocked");
        var id = (string)(await OrderAsync("a duel")).Body["taskId"]!;
        _gate.SetResult();
        await _setup.Hooks.DeliveriesAsync(1, "delivered");

        var posted = _setup.Hooks.Receiver.Received.ShouldHaveSingleItem();
        posted.Signers.Count.ShouldBe(1);
        Answered(posted).ShouldBe(HttpStatusCode.OK, $$"""
            {"success":false,"taskId":"{{id}}","error":"The provider refused the prompt by its safety rules","message":"The provider refused the prompt by its safety rules","code":"GENERATION_FAILED","details":"provider.refused_input"}
            """);
        await _setup.BalanceBecomesAsync(1000);
    }

    [Fact]
    public async Task JobThatIsCancelled_IsPostedAsSuch()
    {
        await _setup.Hooks.ScalarAsync("ALTER TABLE generation.accounts ALTER max_concurrent SET DEFAULT 1");
        await OrderAsync("in front");
        await _setup.Application.Gemini.Switchboard.WaitForRequestsAsync(1);
        var id = (string)(await OrderAsync("behind")).Body["taskId"]!;
        ((string)(await _setup.TaskAsync(id)).Body["status"]!).ShouldBe("queued");
        using var cancelled = await _setup.Hooks.Client.DeleteAsync(new Uri($"/v1/generations/{id}", UriKind.Relative));
        await cancelled.ShouldBeAsync(HttpStatusCode.OK);
        await _setup.Hooks.ReceivedAsync(1);

        Answered(_setup.Hooks.Receiver.Received.ShouldHaveSingleItem()).ShouldBe(HttpStatusCode.OK, $$"""
            {"success":false,"taskId":"{{id}}","error":"The generation was cancelled","message":"The generation was cancelled","code":"CANCELLED","cancelled":true}
            """);
        _gate.SetResult();
        await _setup.BalanceBecomesAsync(980);
    }

    [Fact]
    public async Task RepeatUnderAKey_IsTheSameOrderWithTheSameSecret()
    {
        var first = await OrderAsync("a bell", "k");
        (await OrderAsync("a bell", "k", ("X-Forwarded-Host", "elsewhere.example.com"))).ShouldBe(HttpStatusCode.Accepted, first.Body.ToJsonString());
        foreach (var address in new[] { null, _setup.CallbackUrl + "&other=1" })
            (await _setup.GenerateAsync(new { prompt = "a bell", callbackUrl = address }, "k")).ShouldBe(HttpStatusCode.BadRequest).Code.ShouldBe("idempotency.key_reused");
        _gate.SetResult();
        await _setup.Hooks.DeliveriesAsync(1, "delivered");

        (await _setup.Hooks.ScalarAsync("SELECT count(*) FROM generation.webhook_endpoints")).ShouldBe(1L);
        (await OrderAsync("a bell", "k")).ShouldBe(HttpStatusCode.Accepted, first.Body.ToJsonString());
        await _setup.BalanceBecomesAsync(980);
    }

    [Fact]
    public async Task AccountWithAllItsWebhooks_StillGetsCallbacks()
    {
        for (var i = 0; i < 20; i++)
        {
            using var added = await _setup.Hooks.Client.PostAsJsonAsync("/v1/webhooks", new { url = "https://example.com/", types = new[] { "webhook.disabled" } });
            await added.ShouldBeAsync(HttpStatusCode.Created);
        }

        await OrderAsync("one more");
        _gate.SetResult();
        await _setup.Hooks.DeliveriesAsync(1, "delivered");
        (await _setup.Hooks.GetAsync("/v1/webhooks"))["items"]!.AsArray().Count.ShouldBe(20);
    }

    [Fact]
    public async Task DatabaseLostWhileItIsStored_LeavesNeitherJobNorCallback()
    {
        await using (var roadblock = await Roadblock.OnAsync(_setup.Application.ConnectionString, "generation.webhook_endpoints"))
        {
            var ordering = _setup.GenerateAsync(new { prompt = "lost", callbackUrl = _setup.CallbackUrl });
            await roadblock.WaitForWriterAsync();
            await roadblock.DropWritersAsync();
            (await ordering).ShouldBe(HttpStatusCode.ServiceUnavailable).Body["code"]!.GetValue<string>().ShouldBe("SERVICE_UNAVAILABLE");
        }

        await _setup.BalanceBecomesAsync(1000);
        await _setup.NothingShouldBeStoredAsync();
    }

    private async Task<KieAnswer> OrderAsync(string prompt, string? key = null, params (string Name, string Value)[] headers)
    {
        var order = (await _setup.GenerateAsync(new { prompt, callbackUrl = _setup.CallbackUrl }, key, headers)).ShouldBe(HttpStatusCode.Accepted);
        _setup.Hooks.Receiver.Trust((string)order.Body["callbackSecret"]!);
        return order;
    }

    private static KieAnswer Answered(ReceivedWebhook posted) => new(HttpStatusCode.OK, JsonNode.Parse(posted.Body)!, null, null, null);
}
