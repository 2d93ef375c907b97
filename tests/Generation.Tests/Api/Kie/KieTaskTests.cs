using System.Net;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Api.Kie;

/// <summary>An image that its caller comes back for.</summary>
public sealed class KieTaskTests : IAsyncLifetime
{
    private KieSetup _setup = null!;

    public async ValueTask InitializeAsync() => _setup = await KieSetup.CreateAsync();

    public async ValueTask DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task Ordered_WithoutACallback_IsFollowedToItsImage()
    {
        var gate = new TaskCompletionSource();
        _setup.Application.Gemini.Switchboard.Until = gate.Task;
        var order = (await _setup.GenerateAsync(new { prompt = "later" }, null, ("Prefer", "respond-async"))).ShouldBe(HttpStatusCode.Accepted);
        var id = (string)order.Body["taskId"]!;
        order.ShouldBe(HttpStatusCode.Accepted, $$"""{"success":true,"taskId":"{{id}}"}""");
        order.Location.ShouldBe($"/api/nano-banana/task/{id}");
        (await _setup.TaskBecomesAsync(id, "processing")).ToJsonString().ShouldBe($$"""{"success":true,"taskId":"{{id}}","status":"processing"}""");
        gate.SetResult();

        var done = await _setup.TaskBecomesAsync(id, "completed");
        var image = (string)done["image"]!;
        new KieAnswer(HttpStatusCode.OK, done, null, null, null).ShouldBe(HttpStatusCode.OK, $$$"""
            {"success":true,"taskId":"{{{id}}}","status":"completed","image":"{{{image}}}","thumbnailUrl":"{{{KieSetup.ThumbnailOf(done)}}}","credits":{"used":20,"remaining":980},
             "model":"nano-banana","metadata":{"provider":"google","model":"gemini-nano-banana-2.1","mode":"text-to-image"}}
            """);
        (await _setup.Hooks.Client.GetAsync(new Uri(image))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task TaskThatFailed_Shown_SaysWhy()
    {
        _setup.Application.Gemini.Switchboard.Next("blocked");
        var id = (string)(await _setup.GenerateAsync(new { prompt = "no" }, null, ("Prefer", "respond-async"))).Body["taskId"]!;
        (await _setup.TaskBecomesAsync(id, "failed")).ToJsonString().ShouldBe($$"""
            {"success":true,"taskId":"{{id}}","status":"failed","error":"The provider refused the prompt by its safety rules","message":"The provider refused the prompt by its safety rules","code":"GENERATION_FAILED","details":"provider.refused_input"}
            """);
        await _setup.BalanceBecomesAsync(1000);
    }

    [Fact]
    public async Task TaskOfAnotherAccountOrFamily_AnswersAsAMissingOne()
    {
        var mine = (string)(await _setup.GenerateAsync(new { prompt = "mine" }, null, ("Prefer", "respond-async"))).Body["taskId"]!;
        using var other = await GenerationApplication.GenerateAsync(_setup.Hooks.Client, "of the other family");
        var otherFamily = (string)(await other.ShouldBeAsync(HttpStatusCode.Created))!["id"]!;
        using var stranger = _setup.Hooks.Instance.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid()));

        const string Missing = """{"success":false,"error":"Task not found","message":"Task not found","code":"NOT_FOUND"}""";
        foreach (var (id, client) in new[] { (mine, stranger), ($"gen_{Guid.NewGuid()}", stranger), (otherFamily, _setup.Hooks.Client), ("nonsense", _setup.Hooks.Client) })
        {
            var answer = await _setup.SendAsync(HttpMethod.Get, $"/api/nano-banana/task/{id}", null, null, [], client);
            answer.ShouldBe(HttpStatusCode.NotFound, Missing).Code.ShouldBe("batch.not_found");
        }

        (await _setup.TaskAsync(mine)).ShouldBe(HttpStatusCode.OK);
    }
}
