using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Admin;

/// <summary>Two processes on one database, with two providers: Google, and OpenAI after it.</summary>
public sealed class AdminFixture : IAsyncLifetime
{
    public OpenAiEmulator OpenAi { get; private set; } = null!;

    public GenerationApplication Application { get; private set; } = null!;

    public TestService First { get; private set; } = null!;

    public TestService Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        OpenAi = await OpenAiEmulator.StartAsync();
        Application = await GenerationApplication.CreateAsync(
            ("PROVIDER_OPENAI_BASE_URL", OpenAi.Address.ToString()), ("PROVIDER_OPENAI_API_KEY", OpenAiEmulator.DefaultKey));
        First = await Application.StartInstanceAsync();
        Second = await Application.StartInstanceAsync();
    }

    /// <summary>As before anybody has set anything, at both processes.</summary>
    public async Task ResetAsync()
    {
        await Application.ScalarAsync("DELETE FROM generation.provider_overrides");
        await Application.ScalarAsync("DELETE FROM generation.audit");
        Application.Gemini.Switchboard.Default = "ok";
        foreach (var service in new[] { First, Second })
            await Application.EventuallyAsync(async () => (await service.ShowAsync("google"))["priority"]!.GetValue<int>() == 1 && (bool)(await service.ShowAsync("google"))["enabled"]!, "nothing is set");
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        await OpenAi.DisposeAsync();
    }
}

/// <summary>What operators do.</summary>
internal static class AdminCalls
{
    public static readonly Principal Operator = new() { Kind = PrincipalKind.MasterKey, AccountId = Guid.NewGuid(), KeyId = Guid.NewGuid(), Scopes = ["*"], IsAdmin = true };

    public static async Task<(HttpStatusCode Status, JsonNode Body)> AdminAsync(this TestService service, string method, string path, string? body = null, Principal? caller = null)
    {
        using var client = service.ClientFor(caller ?? Operator);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/admin/providers" + path);
        if (body is not null)
            request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var response = await client.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>A provider as the list shows it.</summary>
    public static async Task<JsonNode> ShowAsync(this TestService service, string name)
    {
        var (status, body) = await service.AdminAsync("GET", "");
        status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        return body["providers"]!.AsArray().Single(one => (string)one!["name"]! == name)!;
    }

    /// <summary>Who made an image; the status when nobody did.</summary>
    public static async Task<string> MakeAsync(this TestService service, string? provider = null)
    {
        using var client = service.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid()));
        if (provider is not null)
            client.DefaultRequestHeaders.Add("X-Provider", provider);
        using var response = await GenerationApplication.GenerateAsync(client, "a hill");
        return response.IsSuccessStatusCode ? response.Headers.GetValues("X-Provider").Single() : response.ErrorCode()!;
    }
}
