using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Principals;
using NanoBanana.LocalServers;
using NanoBanana.ServiceDefaults.Http;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>Calls between services: signed, and repeated only when repeating changes nothing.</summary>
public sealed class InternalCallTests : IAsyncDisposable
{
    private readonly string _address = $"http://127.0.0.1:{Ports.Free()}";
    private readonly List<string> _tokens = [];
    private WebApplication? _service;
    private int _failures;

    [Fact]
    public async Task IdempotentCall_ToAServiceThatRecovers_IsRepeatedAndSigned()
    {
        await StartAsync(failures: 2);
        var result = await Client().SendIdempotentAsync(
            HttpMethod.Post, "/x", new ChangeTierRequest("pro"), ContractsJsonContext.Default.ChangeTierRequest,
            ContractsJsonContext.Default.ChangeTierRequest, CancellationToken.None);
        result.Tier.ShouldBe("pro");
        _tokens.Count.ShouldBe(3);
        var tokens = new InternalTokens(Options.Create(new InternalTokenOptions { Key = TestSettings.InternalTokenKey }), TimeProvider.System);
        (await tokens.VerifyAsync(_tokens[^1]))!.ServiceName.ShouldBe("tester");
    }

    [Fact]
    public async Task OtherWrite_ToAServiceThatFails_IsSentOnce()
    {
        await StartAsync(failures: 1);
        using var content = new StringContent("{}");
        using var response = await Client().PostAsync(new Uri("/x", UriKind.Relative), content);
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        _tokens.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Read_OfWhatIsNotThere_IsNullAndOfADeadServiceAnOutage()
    {
        var client = Client();
        var exception = await Should.ThrowAsync<HttpRequestException>(
            () => client.GetOrNullAsync("/y", ContractsJsonContext.Default.AccountView, CancellationToken.None));
        Errors.DependencyOutage.Find(exception).ShouldNotBeNull();
        await StartAsync(failures: 0);
        (await client.GetOrNullAsync("/y", ContractsJsonContext.Default.AccountView, CancellationToken.None)).ShouldBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();
    }

    private async Task StartAsync(int failures)
    {
        _failures = failures;
        var builder = WebApplication.CreateBuilder(["--urls", _address]);
        builder.Logging.ClearProviders();
        _service = builder.Build();
        _service.MapPost("/x", async (HttpContext http) =>
        {
            _tokens.Add(http.Request.Headers[InternalTokens.Header].ToString());
            if (Interlocked.Decrement(ref _failures) >= 0)
            {
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }

            http.Response.ContentType = "application/json";
            await http.Request.Body.CopyToAsync(http.Response.Body);
        });
        await _service.StartAsync();
    }

    private HttpClient Client()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new("services:peer:http:0", _address), new($"{InternalTokenOptions.Section}:Key", TestSettings.InternalTokenKey),
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
