using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Jobs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Jobs;

/// <summary>A provider that takes orders: what is kept of one, who asks after it, and what a callback is worth.</summary>
public sealed class OrderTests : IAsyncLifetime
{
    private const string Secret = "callback-secret-of-the-tests";
    private readonly Guid _account = Guid.NewGuid();
    private BflEmulator _bfl = null!;
    private GenerationApplication _application = null!;

    public async ValueTask InitializeAsync()
    {
        _bfl = await BflEmulator.StartAsync();
        _application = await GenerationApplication.CreateAsync(
            ("PROVIDER_BFL_BASE_URL", _bfl.Address.ToString()), ("PROVIDER_BFL_API_KEY", BflEmulator.DefaultKey), ("GOOGLE_API_KEY", ""));
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        await _bfl.DisposeAsync();
    }

    [Fact]
    public async Task Order_AcceptedAndReady_DeliversIsChargedAndKeepsItsIdAndCost()
    {
        await using var instance = await _application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));

        using var response = await GenerationApplication.GenerateAsync(client, "ordered", n: 2);

        var body = (await response.ShouldBeAsync(HttpStatusCode.Created))!;
        response.Headers.GetValues("X-Provider").ShouldBe(["bfl"]);
        _bfl.Switchboard.Requests.Count(static request => request.Method == "POST").ShouldBe(2);
        (await _application.ScalarAsync("SELECT count(DISTINCT provider_job_id) FROM generation.attempts WHERE state = 'succeeded'")).ShouldBe(2L);
        using var view = await client.GetAsync(new Uri($"/v1/generations/{(string)body["id"]!}", UriKind.Relative));
        var attempt = (await view.ShouldBeAsync(HttpStatusCode.OK))!["attempts"]![0]!;
        ((decimal)attempt["cost_usd"]!).ShouldBeGreaterThan(0);
        await BalanceIsAsync(960);
    }

    [Fact]
    public async Task ProcessGoneWhileOrderRuns_AnotherAsksOnAndNothingIsOrderedTwice()
    {
        _bfl.Polls.Default = "pending:0";
        await using var first = await _application.StartInstanceAsync();
        using var client = first.ClientFor(GenerationApplication.KeyOf(_account));
        var call = GenerationApplication.GenerateAsync(client, "outlives its process");
        await _application.EventuallyAsync(
            async () => (long)(await _application.ScalarAsync("SELECT count(*) FROM generation.attempts WHERE state = 'accepted'"))! == 1, "the order is kept");
        await first.DisposeAsync();
        await Should.ThrowAsync<Exception>(async () => (await call).EnsureSuccessStatusCode());

        _bfl.Polls.Default = Behaviour.Ok;
        await using var second = await _application.StartInstanceAsync();

        await _application.EventuallyAsync(
            async () => (string?)await _application.ScalarAsync("SELECT state FROM generation.jobs") == "succeeded", "the other process delivers it");
        _bfl.Switchboard.Requests.Count(static request => request.Method == "POST").ShouldBe(1);
        await BalanceIsAsync(980);
    }

    [Fact]
    public async Task ResultThatDied_IsLocatedAgain()
    {
        await using var instance = await _application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        _bfl.Files.Next("http:403");

        using var response = await GenerationApplication.GenerateAsync(client, "link died");

        await response.ShouldBeAsync(HttpStatusCode.Created);
        _bfl.Switchboard.Requests.Count(static request => request.Method == "POST").ShouldBe(1);
    }

    [Fact]
    public async Task ModeratedResult_IsARefusalAndNotCharged()
    {
        await using var instance = await _application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        _bfl.Polls.Default = "state:Content Moderated";

        using var response = await GenerationApplication.GenerateAsync(client, "withheld");

        response.Headers.GetValues("X-Error-Code").ShouldBe(["provider.refused_output"]);
        await BalanceIsAsync(1000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Callback_OnlyGenuineOnesMakeUsAskAndNoneIsBelieved(bool genuine)
    {
        await using var instance = await _application.StartInstanceAsync(
            ("PUBLIC_URL", "http://127.0.0.1:9"), ("Providers:Bfl:WebhookSecret", Secret));
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        _bfl.CallbackAfter = TimeSpan.FromMinutes(5);

        // The provider asks not to be asked for two minutes: whoever asks earlier was called.
        _bfl.Polls.Default = "pending:120";
        var call = GenerationApplication.GenerateAsync(client, "called back");
        await _application.EventuallyAsync(
            async () => (long)(await _application.ScalarAsync("SELECT count(*) FROM generation.attempts WHERE state = 'accepted'"))! == 1, "the order is kept");
        await _application.EventuallyAsync(() => Task.FromResult(Questions() == 1), "the order is asked after once");
        var callback = JsonNode.Parse(_bfl.Switchboard.Requests.First(static request => request.Method == "POST").Body)!["webhook_url"]!.GetValue<string>();

        // It lies about the state: the order is not ready, and the provider says so when asked.
        var body = Encoding.UTF8.GetBytes("""{"id":"x","status":"Ready","result":{"sample":"http://127.0.0.1:9/stolen.png"}}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(callback).AbsolutePath) { Content = new ByteArrayContent(body) };
        var key = genuine ? Secret : "somebody else's";
        request.Headers.Add("X-BFL-Signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), body)));
        using var anonymous = instance.ClientFor(Principal.Anonymous);
        using var answer = await anonymous.SendAsync(request);

        answer.StatusCode.ShouldBe(genuine ? HttpStatusCode.NoContent : HttpStatusCode.Forbidden);
        if (genuine)
            await _application.EventuallyAsync(() => Task.FromResult(Questions() == 2), "it is asked after again");
        Questions().ShouldBe(genuine ? 2 : 1);
        call.IsCompleted.ShouldBeFalse();
        (await _application.ScalarAsync("SELECT state FROM generation.attempts")).ShouldBe("accepted");
    }

    [Fact]
    public async Task Callback_OfUnknownProviderOrWithoutSecret_IsNowhere()
    {
        await using var instance = await _application.StartInstanceAsync(("PUBLIC_URL", "http://127.0.0.1:9"));
        using var anonymous = instance.ClientFor(Principal.Anonymous);

        foreach (var path in new[] { "/v1/callbacks/bfl/x", "/v1/callbacks/nobody/x" })
        {
            using var answer = await anonymous.PostAsJsonAsync(path, new { });
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        using var response = await GenerationApplication.GenerateAsync(client, "no callback is asked for");
        await response.ShouldBeAsync(HttpStatusCode.Created);
        _bfl.Switchboard.Requests.ShouldAllBe(static request => !request.Body.Contains("webhook_url", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Listener_Woken_DoesNotWaitItsTimeOut()
    {
        var calls = new OrderCalls(TimeProvider.System);
        using var listener = calls.Listen("order");
        var started = Stopwatch.GetTimestamp();
        var waiting = listener.WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None);

        calls.Wake("another");
        waiting.IsCompleted.ShouldBeFalse();
        calls.Wake("order");
        await waiting;

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        var next = listener.WaitAsync(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        next.IsCompleted.ShouldBeFalse();
        await next;
    }

    private int Questions() => _bfl.Switchboard.Requests.Count(static request => request.Method == "GET" && request.Target.Contains("get_result", StringComparison.Ordinal));

    private Task BalanceIsAsync(long available) => _application.EventuallyAsync(async () =>
    {
        var view = await _application.AccountAsync(_account);
        return (long)view["available"]! == available && (long)view["held"]! == 0;
    }, $"{available} credits are available and none held");
}
