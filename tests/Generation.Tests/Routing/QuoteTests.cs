using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Routing;

/// <summary>A price before, and the same price after.</summary>
public sealed class QuoteTests : IAsyncLifetime
{
    private readonly Guid _account = Guid.NewGuid();
    private GenerationApplication _application = null!;
    private TestService _instance = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _application = await GenerationApplication.CreateAsync();
        _instance = await _application.StartInstanceAsync();
        _client = _instance.ClientFor(GenerationApplication.KeyOf(_account));
    }

    [Fact]
    public async Task Quote_Asked_SaysPriceVersionEndAndWhoWouldServe_AndHoldsNothing()
    {
        using var response = await _client.PostAsJsonAsync("/v1/quotes", new { prompt = "priced", n = 3 });

        var quote = (await response.ShouldBeAsync(HttpStatusCode.Created))!;
        ((string)quote["id"]!).ShouldStartWith("quote_");
        ((int)quote["credits"]!, (int)quote["credits_each"]!, (int)quote["price_version"]!).ShouldBe((60, 20, 3));
        ((string)quote["provider"]!, (string)quote["model"]!).ShouldBe(("google", "gemini-nano-banana-2.1"));
        ((string)quote["route"]!["strategy"]!).ShouldBe("priority");
        ((DateTimeOffset)quote["expires_at"]!).ShouldBeInRange(TimeProvider.System.GetUtcNow().AddMinutes(13), TimeProvider.System.GetUtcNow().AddMinutes(17));
        _application.Gemini.Switchboard.Count.ShouldBe(0);
        ((long)(await _application.AccountAsync(_account))["held"]!).ShouldBe(0);
    }

    [Fact]
    public async Task Quote_Redeemed_KeepsItsPriceAlthoughTheTableChanged()
    {
        var quote = await QuoteAsync();
        await using (var command = _application.BillingDatabase.CreateCommand("""
            INSERT INTO billing.prices (version, model, resolution, kind, credits, provider_cost_micros, valid_from)
            SELECT 4, model, resolution, kind, credits * 5, provider_cost_micros, now() FROM billing.prices WHERE version = 3
            """))
        {
            await command.ExecuteNonQueryAsync();
        }

        using var quoted = await GenerateAsync("priced", quote);
        using var plain = await GenerateAsync("priced", null);

        var receipt = await ReceiptAsync(quoted);
        ((int)receipt["quoted_credits"]!, (int)receipt["held_credits"]!, (int)receipt["charged_credits"]!, (int)receipt["returned_credits"]!, (int)receipt["price_version"]!)
            .ShouldBe((20, 20, 20, 0, 3));
        ((int)(await ReceiptAsync(plain))["charged_credits"]!).ShouldBe(100);
    }

    [Fact]
    public async Task Quote_ForAnotherRequest_IsRefusedAndNamesTheHeader()
    {
        using var response = await GenerateAsync("another prompt", await QuoteAsync());

        await RefusedAsync(response, "quote.other_request");
    }

    [Fact]
    public async Task Quote_Expired_IsRefused()
    {
        var quote = await QuoteAsync();
        await _application.ScalarAsync("UPDATE generation.quotes SET expires_at = now()");

        using var response = await GenerateAsync("priced", quote);

        await RefusedAsync(response, "quote.expired");
    }

    [Fact]
    public async Task RepeatUnderItsKey_IsAnsweredAlthoughQuoteAndProviderAreGone()
    {
        var quote = await QuoteAsync();
        var ids = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var request = Request("priced", quote);
            request.Headers.Add("Idempotency-Key", "order-1");
            using var response = await _client.SendAsync(request);
            ids.Add((string)(await response.ShouldBeAsync(HttpStatusCode.Created))!["id"]!);
            await _application.ScalarAsync("UPDATE generation.quotes SET expires_at = now()");
            await _instance.Services.GetRequiredService<CircuitBreakers>().ReportAsync(
                "google", "gemini-nano-banana-2.1", new ProviderResult.Failed(FailureClass.Unauthorised, "x"));
        }

        ids.Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        using var fresh = await GenerateAsync("another", null);
        fresh.Headers.GetValues("X-Error-Code").ShouldBe(["provider.unavailable"]);
        fresh.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Quote_OfSomebodyElse_AnswersAsAMissingOne()
    {
        var quote = await QuoteAsync();
        using var other = _instance.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid()));

        var bodies = new List<string>();
        foreach (var id in new[] { quote, $"quote_{Guid.NewGuid()}", "nonsense" })
        {
            using var request = Request("priced", id);
            using var response = await other.SendAsync(request);
            await RefusedAsync(response, "quote.not_found");
            bodies.Add(await response.Content.ReadAsStringAsync());
        }

        bodies.Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"prompt":""}""", "prompt")]
    [InlineData("""{"prompt":"x","n":5}""", "n")]
    [InlineData("""{"prompt":"x","seed":-1}""", "seed")]
    public async Task BadQuestion_IsRefusedAndNamesTheField(string json, string field)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync(new Uri("/v1/quotes", UriKind.Relative), content);

        var problem = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!;
        problem.ToJsonString().ShouldContain($"\"{field}\"");
    }

    [Fact]
    public async Task Nobody_Asks_IsUnauthorised()
    {
        using var client = _instance.CreateClient();
        using var response = await client.PostAsJsonAsync("/v1/quotes", new { prompt = "x" });
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _application.DisposeAsync();
    }

    private async Task<string> QuoteAsync()
    {
        using var response = await _client.PostAsJsonAsync("/v1/quotes", new { prompt = "priced" });
        return (string)(await response.ShouldBeAsync(HttpStatusCode.Created))!["id"]!;
    }

    private static HttpRequestMessage Request(string prompt, string? quote)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generate") { Content = JsonContent.Create(new { prompt }) };
        if (quote is not null)
            request.Headers.Add("X-Quote-ID", quote);
        return request;
    }

    private async Task<HttpResponseMessage> GenerateAsync(string prompt, string? quote)
    {
        using var request = Request(prompt, quote);
        return await _client.SendAsync(request);
    }

    private async Task<JsonNode> ReceiptAsync(HttpResponseMessage made)
    {
        var id = (string)(await made.ShouldBeAsync(HttpStatusCode.Created))!["id"]!;
        using var response = await _client.GetAsync(new Uri($"/v1/generations/{id}", UriKind.Relative));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!["receipt"]!;
    }

    private static async Task RefusedAsync(HttpResponseMessage response, string code)
    {
        await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        response.Headers.GetValues("X-Error-Code").ShouldBe([code]);
        (await response.Content.ReadAsStringAsync()).ShouldContain("X-Quote-ID");
    }
}
