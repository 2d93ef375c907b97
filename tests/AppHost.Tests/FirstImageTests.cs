using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.Testing;

namespace NanoBanana.AppHost.Tests;

/// <summary>Everything that the AppHost describes, started as it describes it. Needs a container engine.</summary>
public sealed class FirstImageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task NewAccount_Generate_GetsAnImageThroughTheGateway()
    {
        using var deadline = new CancellationTokenSource(Patience);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.NanoBanana_AppHost>(["--KeepData=false"], deadline.Token);
        await using var app = await builder.BuildAsync(deadline.Token);
        await app.StartAsync(deadline.Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("gateway", deadline.Token);

        using var client = app.CreateHttpClient("gateway", "http");
        var account = await PostAsync(client, "/v1/auth/register", new { email = "somebody@example.com", password = "correct horse battery" }, deadline.Token);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)account["access_token"]!);
        var key = await PostAsync(client, "/v1/keys", new { name = "AppHost" }, deadline.Token);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)key["key"]!);
        var made = await PostAsync(client, "/v1/generate", new { prompt = "A cute banana wearing sunglasses" }, deadline.Token);

        using var image = await client.GetAsync(new Uri((string)made["url"]!), deadline.Token);
        image.StatusCode.ShouldBe(HttpStatusCode.OK);
        image.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
    }

    private static async Task<JsonNode> PostAsync(HttpClient client, string path, object body, CancellationToken cancellationToken)
    {
        using var response = await client.PostAsJsonAsync(path, body, cancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync(cancellationToken));
        return (await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
    }
}
