using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanoBanana.LocalServers;
using NanoBanana.ServiceDefaults.Http;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>Calls to a service that runs several times: to whoever serves, and a second time only what cannot have begun.</summary>
public sealed class ReplicaTests : IAsyncDisposable
{
    private readonly List<WebApplication> _running = [];
    private readonly int[] _calls = new int[2];

    [Fact]
    public async Task ProcessThatTakesNoConnection_AnyWrite_IsSentToTheOther()
    {
        var client = Client($"http://127.0.0.1:{Ports.Free()}", await StartAsync(1));
        for (var i = 0; i < 4; i++)
            (await PostAsync(client)).ShouldBe(HttpStatusCode.OK);
        _calls[1].ShouldBe(4);
    }

    [Fact]
    public async Task AllWell_Calls_AreTakenInTurn()
    {
        var client = Client(await StartAsync(0), await StartAsync(1));
        for (var i = 0; i < 6; i++)
            await PostAsync(client);
        _calls.ShouldBe([3, 3]);
    }

    [Fact]
    public async Task ProcessThatSaysItStops_GetsNoMore()
    {
        var client = Client(await StartAsync(0, static http => http.Response.Headers.Connection = "close"), await StartAsync(1));
        for (var i = 0; i < 6; i++)
            (await PostAsync(client)).ShouldBe(HttpStatusCode.OK);
        _calls.ShouldBe([1, 5]);
    }

    [Fact]
    public async Task ProcessThatDiesDuringAWrite_ItIsNotSentAgain()
    {
        var client = Client(await StartAsync(0, static http => http.Abort()), await StartAsync(1, static http => http.Abort()));
        await Should.ThrowAsync<HttpRequestException>(() => PostAsync(client));
        _calls.Sum().ShouldBe(1);
    }

    [Fact]
    public async Task NobodyTakesConnections_Write_Fails()
    {
        var client = Client($"http://127.0.0.1:{Ports.Free()}", $"http://127.0.0.1:{Ports.Free()}");
        (await Should.ThrowAsync<HttpRequestException>(() => PostAsync(client))).HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _running)
            await service.DisposeAsync();
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client)
    {
        using var content = new StringContent("{}");
        using var response = await client.PostAsync(new Uri("/x", UriKind.Relative), content);
        return response.StatusCode;
    }

    private async Task<string> StartAsync(int number, Action<HttpContext>? answer = null)
    {
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var service = builder.Build();
        service.MapPost("/x", (HttpContext http) =>
        {
            Interlocked.Increment(ref _calls[number]);
            answer?.Invoke(http);
        });
        await service.StartAsync();
        _running.Add(service);
        return service.Urls.First();
    }

    private static HttpClient Client(string first, string second)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new("services:peer:http:0", first), new("services:peer:http:1", second), new($"{InternalTokenOptions.Section}:Key", TestSettings.InternalTokenKey),
        ]);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddOptions<InternalTokenOptions>().BindConfiguration(InternalTokenOptions.Section);
        builder.Services.AddSingleton<InternalTokens>();
        builder.AddInternalClient<Peer>("peer", "tester");
        return builder.Services.BuildServiceProvider().GetRequiredService<Peer>().Http;
    }

    private sealed class Peer(HttpClient http)
    {
        public HttpClient Http { get; } = http;
    }
}
