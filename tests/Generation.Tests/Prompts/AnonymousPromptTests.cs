using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Prompts;
using NanoBanana.Generation.Tests.Templates;
using static NanoBanana.Generation.Tests.Prompts.PromptCalls;

namespace NanoBanana.Generation.Tests.Prompts;

/// <summary>What callers without a credential keep: by their address, for 24 hours, and at most 200.</summary>
public sealed class AnonymousPromptTests(TemplateFixture fixture) : IClassFixture<TemplateFixture>
{
    private readonly string _address = $"10.1.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}";

    [Fact]
    public async Task Prompts_AreTheAddressesOwn()
    {
        using var here = From(_address);
        using var there = From("2001:db8::7");
        var id = (string)(await SaveAsync(here, new { text = "of nobody" }))["prompt"]!["id"]!;
        await FlipAsync(here, id);
        await FlipAsync(here, "food-01");
        using var again = From(_address);
        Texts(await JsonAsync(again, "?favorites_only=true")).Count.ShouldBe(2);
        Texts(await JsonAsync(there, "?category=custom")).ShouldBeEmpty();
        Texts(await JsonAsync(there, "?favorites_only=true")).ShouldBeEmpty();
        using var foreign = await there.DeleteAsync(new Uri($"/api/prompts/{id}", UriKind.Relative));
        await foreign.ShouldFailAsync(HttpStatusCode.NotFound, "not_found", "Prompt not found");
    }

    [Fact]
    public async Task Address_IsStoredNowhere()
    {
        using var here = From(_address);
        await SaveAsync(here, new { text = "where from" });
        ((long)(await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.prompts AS row WHERE row::text LIKE @address", ("address", $"%{_address}%")))!).ShouldBe(0);
    }

    [Fact]
    public async Task AfterADay_NothingIsThere_SweptOrNot()
    {
        using var here = From(_address);
        using var account = fixture.ClientOf(Guid.NewGuid());
        var kept = (string)(await SaveAsync(account, new { text = "kept for good" }))["prompt"]!["id"]!;
        var id = (string)(await SaveAsync(here, new { text = "for a day" }))["prompt"]!["id"]!;
        await FlipAsync(here, "food-01");
        await AgeAsync("23:59");
        Texts(await JsonAsync(here, "?category=custom")).ShouldBe(["for a day"]);
        await AgeAsync("0:02");
        Texts(await JsonAsync(here, "?category=custom")).ShouldBeEmpty();
        Texts(await JsonAsync(here, "?favorites_only=true")).ShouldBeEmpty();
        ((int)(await JsonAsync(here, "/categories"))[9]!["count"]!).ShouldBe(0);
        foreach (var request in new[] { here.DeleteAsync(new Uri($"/api/prompts/{id}", UriKind.Relative)), here.PostAsync(new Uri($"/api/prompts/{id}/favorite", UriKind.Relative), null) })
        {
            using var response = await request;
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        // Expired, it was no favourite any more, whatever the row says.
        ((bool)(await FlipAsync(here, "food-01"))["is_favorite"]!).ShouldBeTrue();
        await AgeAsync("25:00");
        (await fixture.Instance.Services.GetRequiredService<PromptSweep>().SweepAsync(CancellationToken.None)).ShouldBeGreaterThanOrEqualTo(2);
        ((long)(await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.prompts WHERE id = @id", ("id", Guid.Parse(id))))!).ShouldBe(0);
        ((long)(await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.prompt_favorites WHERE expires_at < now()"))!).ShouldBe(0);
        ((long)(await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.prompts WHERE id = @id", ("id", Guid.Parse(kept))))!).ShouldBe(1);
    }

    [Fact]
    public async Task MoreThan200_TheOldestGo()
    {
        using var here = From(_address);
        await SaveAsync(here, new { text = "the oldest" });
        for (var i = 0; i < 7; i++)
        {
            using var response = await PostAsync(here, "/generate", new { category = "food", style = $"style {i}", count = 30 });
            await response.ShouldBeAsync(HttpStatusCode.OK);
        }

        var kept = await JsonAsync(here, "?category=custom&limit=200");
        ((int)kept["total"]!, Texts(kept).Contains("the oldest")).ShouldBe((200, false));
        ((string)kept["prompts"]![0]!["style"]!).ShouldBe("style 6");
    }

    private Task AgeAsync(string time) => fixture.Application.ScalarAsync($"""
        WITH prompts AS (UPDATE generation.prompts SET expires_at = expires_at - interval '{time}')
        UPDATE generation.prompt_favorites SET expires_at = expires_at - interval '{time}'
        """);

    private HttpClient From(string address)
    {
        var client = fixture.Nobody();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }
}
