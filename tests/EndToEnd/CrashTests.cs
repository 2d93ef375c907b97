using System.Net;
using System.Net.Http.Headers;
using NanoBanana.LocalServers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd;

/// <summary>The process is killed while a provider works: after the restart nothing is lost, sent twice or charged for nothing.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("nanobanana-crash-").FullName;
    private readonly int _port = Ports.Free();

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task KilledDuringAProviderCall_StartedAgain_EndsTheJobUnchargedAndAnswersItsRepeatAlike()
    {
        await using var gemini = await GeminiEmulator.StartAsync();
        (string, string)[] settings =
        [
            ("GOOGLE_API_KEY", GeminiEmulator.DefaultKey), ("PROVIDER_GOOGLE_BASE_URL", gemini.Address.ToString()),
            ("Generation__LeaseSeconds", "2"), ("Generation__TakeoverSeconds", "1"),
        ];
        string key;
        await using (var first = StandaloneProcess.Start(_home, _port, settings))
        {
            await first.WaitUntilReadyAsync();
            key = first.Key.ShouldNotBeNull();
            using var client = Client(key);
            gemini.Switchboard.Latency = TimeSpan.FromSeconds(30);
            var call = client.GenerateAsync(new { prompt = "interrupted" }, "order-1");
            await gemini.Switchboard.WaitForRequestsAsync(1);
            first.Kill();
            await Should.ThrowAsync<HttpRequestException>(async () => await call);
            await first.WaitForExitAsync();
        }

        gemini.Switchboard.Latency = TimeSpan.Zero;
        await using var second = StandaloneProcess.Start(_home, _port, settings);
        await second.WaitUntilReadyAsync();
        using var again = Client(key);
        using var repeat = await again.GenerateAsync(new { prompt = "interrupted" }, "order-1");
        await repeat.ShouldBeAsync(HttpStatusCode.BadGateway);
        repeat.ErrorCode().ShouldBe("generation.outcome_unknown");

        var job = (await again.GetJsonAsync("/v1/generations"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)job["status"]!).ShouldBe("failed");
        ((int)job["receipt"]!["charged_credits"]!).ShouldBe(0);
        await Calls.EventuallyAsync(async () =>
        {
            var balance = await again.GetJsonAsync("/v1/billing/balance");
            return (long)balance["available"]! == 1000 && (long)balance["held"]! == 0;
        }, "the hold is released");
        gemini.Switchboard.Count.ShouldBe(1);

        await again.GenerateOkAsync(new { prompt = "a new order" }, "order-2");
    }

    private HttpClient Client(string key)
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }
}
