using System.Text.Json.Nodes;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Tests.Providers.Conformance;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>What the adapter for KIE sends, field by field, and where.</summary>
public sealed class KieRequestTests : IAsyncLifetime
{
    private KieEmulator _kie = null!;
    private ProviderSetup _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _kie = await KieEmulator.StartAsync();
        _setup = KieSetup.For(_kie);
    }

    [Theory]
    [InlineData("google/nano-banana", 1280, 720, null, 0, """{"prompt":"a red apple","image_size":"16:9","output_format":"png"}""")]
    [InlineData("google/nano-banana-edit", 1024, 1024, null, 2, """{"prompt":"a red apple","image_size":"1:1","image_urls":["https://images.example/1.png?a=b","https://images.example/2.png?a=b"],"output_format":"png"}""")]
    [InlineData("nano-banana-2", 1024, 1024, "2K", 0, """{"prompt":"a red apple","aspect_ratio":"1:1","resolution":"2K","output_format":"png"}""")]
    [InlineData("nano-banana-2", 4096, 1024, null, 1, """{"prompt":"a red apple","aspect_ratio":"4:1","resolution":"4K","image_input":["https://images.example/1.png?a=b"],"output_format":"png"}""")]
    [InlineData("nano-banana-pro", 768, 1408, null, 1, """{"prompt":"a red apple","aspect_ratio":"9:16","resolution":"1K","image_input":["https://images.example/1.png?a=b"],"output_format":"png"}""")]
    public async Task Model_Sent_GetsItsOwnFieldsAndNoOther(string model, int width, int height, string? resolution, int references, string input)
    {
        var request = _setup.Request("kie", model, width, height, resolution) with { NegativePrompt = "pears", References = References(references) };

        await TakenAsync(_setup, request);

        var sent = _kie.Switchboard.Requests.ShouldHaveSingleItem();
        (sent.Method, sent.Target).ShouldBe(("POST", "/api/v1/jobs/createTask"));
        sent.Headers["Content-Type"].ShouldBe("application/json");
        sent.Headers["Authorization"].ShouldBe("Bearer " + KieEmulator.DefaultKey);
        JsonNode.DeepEquals(JsonNode.Parse(sent.Body), JsonNode.Parse($$"""{"model":"{{model}}","input":{{input}}}""")).ShouldBeTrue(sent.Body);
    }

    [Theory]
    [InlineData("google/nano-banana")]
    [InlineData("nano-banana-2")]
    public async Task Model_TakenToItsEnd_DeliversAnImageOfTheShapeAskedFor(string model)
    {
        var subject = KieSetup.Subject(_kie, _setup, _setup.Request("kie", model, 1024, 768));

        await using var made = await Drive.OpenAsync(subject, await Drive.ToEndAsync(subject));

        var info = _setup.Codec.Measure(made.ToArray()).ShouldNotBeNull();
        info.MediaType.ShouldBe("image/png");
        ((double)info.Width / info.Height).ShouldBe(4.0 / 3, 0.02);
        _kie.Switchboard.Requests[^1].Target.ShouldStartWith("/images/");
        _kie.Switchboard.Requests[^1].Headers.Keys.ShouldNotContain("Authorization", StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task CallbackAndSearch_Sent_StandWhereTheyBelong()
    {
        var request = _setup.Request("kie", "nano-banana-2") with { Callback = new Uri("http://127.0.0.1:9/callbacks/kie?job=7"), Search = true };

        await TakenAsync(_setup, request);

        var body = JsonNode.Parse(_kie.Switchboard.Requests[0].Body)!;
        body["callBackUrl"]!.GetValue<string>().ShouldBe("http://127.0.0.1:9/callbacks/kie?job=7");
        body["input"]!["google_search"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Theory]
    [InlineData("nano-banana-pro")]
    [InlineData("google/nano-banana-edit")]
    public async Task ReferenceWithoutAnAddress_Sent_IsRefusedBeforeAnythingLeaves(string model)
    {
        var request = _setup.Request("kie", model) with { References = [new ReferenceImage(EmulatedImage.Make(16, 16, "image/png"), "image/png")] };

        var failed = (await _setup.Provider("kie").SendAsync(request, CancellationToken.None)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.BadInput, "REFERENCE_WITHOUT_ADDRESS"));
        _kie.Switchboard.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/playground")]
    [InlineData("/playground/")]
    public async Task AddressOfThePredecessor_Configured_LosesItsLastPart(string end)
    {
        await using var setup = KieSetup.For(_kie, ("Providers:Kie:BaseUrl", _kie.Address + end));
        var subject = KieSetup.Subject(_kie, setup);
        var order = await Drive.OrderAsync(subject);

        await ((IPolledProvider)subject.Provider).PollAsync(order, CancellationToken.None);

        _kie.Switchboard.Requests.Select(static request => request.Target).ShouldBe(["/api/v1/jobs/createTask", "/api/v1/jobs/recordInfo?taskId=" + order.TaskId]);
    }

    [Fact]
    public async Task CallersKey_Used_IsUsedForEveryQuestionToo()
    {
        const string theirs = "callers-own-key-0123456789";
        await using var kie = await KieEmulator.StartAsync(theirs);
        await using var setup = KieSetup.For(kie);
        var subject = KieSetup.Subject(kie, setup, setup.Request("kie", "nano-banana-2") with { CallerKey = new Secret(theirs) });
        var order = await Drive.OrderAsync(subject) with { CallerKey = new Secret(theirs) };

        (await Drive.ToEndAsync(subject, (IPolledProvider)subject.Provider, order)).ShouldBeOfType<ProviderResult.Located>();

        kie.Switchboard.Requests.ShouldAllBe(request => request.Headers["Authorization"] == "Bearer " + theirs);
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _kie.DisposeAsync();
    }

    private static List<ReferenceImage> References(int count) =>
        [.. Enumerable.Range(1, count).Select(static number => new ReferenceImage(default, "image/png", new Uri($"https://images.example/{number}.png?a=b")))];

    private static async Task TakenAsync(ProviderSetup setup, ProviderRequest request)
    {
        var accepted = (await setup.Provider("kie").SendAsync(request, CancellationToken.None)).ShouldBeOfType<ProviderResult.Accepted>();
        accepted.TaskId.Length.ShouldBe(32);
        (accepted.PollAfter, accepted.CostMicros).ShouldBe((TimeSpan.FromSeconds(3), null));
    }
}
