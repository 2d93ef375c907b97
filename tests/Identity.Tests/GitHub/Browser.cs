using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using NanoBanana.Contracts.Principals;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Identity.Tests.GitHub;

/// <summary>Somebody at a browser who signs in with GitHub, and the page that helps them.</summary>
internal sealed class Browser(GitHubFixture fixture, TestService? service = null) : IDisposable
{
    public HttpClient Http { get; } = (service ?? fixture.Service).ClientFor(Principal.Anonymous);

    public async Task<(string Url, string State)> BeginAsync(string query = "")
    {
        using var response = await Http.GetAsync(new Uri("/api/auth/login" + query, UriKind.Relative));
        var body = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        return ((string)body["url"]!, (string)body["state"]!);
    }

    /// <summary>Opens the address at GitHub as this person; the result is where GitHub sends the browser.</summary>
    public async Task<Uri> GrantAsync(string url, GitHubPerson person)
    {
        fixture.Emulator.Person = person;
        using var response = await Http.GetAsync(new Uri(url));
        response.StatusCode.ShouldBe(HttpStatusCode.Redirect, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!;
    }

    /// <summary>A code and the state that came with it.</summary>
    public async Task<(string Code, string State)> ComeBackAsync(GitHubPerson person, string query = "")
    {
        var (url, _) = await BeginAsync(query);
        var back = QueryHelpers.ParseQuery((await GrantAsync(url, person)).Query);
        return (back["code"].ToString(), back["state"].ToString());
    }

    public Task<HttpResponseMessage> FinishAsync(string? code, string? state) => Http.PostAsJsonAsync("/api/auth/callback", new { code, state });

    public async Task<JsonNode> SignInAsync(GitHubPerson person)
    {
        var (code, state) = await ComeBackAsync(person);
        using var response = await FinishAsync(code, state);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    public void Dispose() => Http.Dispose();
}

/// <summary>Answers of the Lab's family, letter by letter.</summary>
internal static class LabAnswers
{
    public static async Task ShouldFailAsync(this HttpResponseMessage response, HttpStatusCode status, string code, string labCode, string message)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, body);
        response.ErrorCode().ShouldBe(code);
        body.ShouldBe($$"""{"success":false,"error":{"code":"{{labCode}}","message":"{{message}}"},"detail":"{{message}}"}""");
        response.Headers.Contains("Retry-After").ShouldBe(status == HttpStatusCode.ServiceUnavailable);
    }

    public static async Task ShouldBeInvalidAsync(this HttpResponseMessage response, string field, string type)
    {
        var body = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!;
        ((string)body["error"]!["code"]!).ShouldBe("validation_error");
        var fault = body["error"]!["details"]!["errors"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)fault["field"]!, (string)fault["type"]!).ShouldBe((field, type));
    }
}
