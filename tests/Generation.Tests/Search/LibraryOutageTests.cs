using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Generation.Tests.Projects;
using Npgsql;
using static NanoBanana.Generation.Tests.Projects.ProjectCalls;

namespace NanoBanana.Generation.Tests.Search;

/// <summary>Projects and searches while Postgres is away: a failure that says to come back, and never half of an answer as if it were whole.</summary>
public sealed class LibraryOutageTests
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task PostgresAway_CallsSaySo_AndGoOnAfterwards()
    {
        await using var application = await GenerationApplication.CreateAsync();
        var direct = new NpgsqlConnectionStringBuilder(application.Database.ConnectionString) { Password = new NpgsqlConnectionStringBuilder(await TestServers.Postgres).Password };
        await using var gate = new TcpGate(new Uri($"http://{direct.Host}:{direct.Port}"));
        var gated = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Host = gate.Address.Host, Port = gate.Address.Port, Timeout = 1, CommandTimeout = 2 };
        await using var instance = await application.StartInstanceAsync(("ConnectionStrings:generationdb", gated.ConnectionString));
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        var id = await client.MakeAsync();

        gate.Shut();
        var away = Failure(503, "service_unavailable", "The service is temporarily unavailable. Try again shortly.");
        foreach (var (method, rest, body) in ((string, string, object?)[])[
            ("GET", "", null), ("POST", "", new { name = "a" }), ("PUT", $"/{id}", new { name = "b" }), ("GET", $"/{id}/export", null),
            ("POST", $"/{id}/images", new { image_id = Guid.NewGuid() }), ("GET", "/../search?q=a", null), ("GET", "/../search/suggestions?q=a", null)])
            (await client.AnswerAsync(method, rest, body)).ShouldBe(away, method + rest);

        gate.Open();
        await application.EventuallyAsync(async () => (await client.AnswerAsync("GET", $"/{id}")).Status == 200, "projects are read again");
        ((string)(await client.OkAsync("GET", $"/{id}"))["project"]!["name"]!).ShouldBe("Launch");
    }

    [Fact]
    public async Task PostgresAwayInTheMiddle_Export_EndsWithoutItsEnd()
    {
        await using var application = await GenerationApplication.CreateAsync();
        var direct = new NpgsqlConnectionStringBuilder(application.Database.ConnectionString) { Password = new NpgsqlConnectionStringBuilder(await TestServers.Postgres).Password };
        await using var gate = new TcpGate(new Uri($"http://{direct.Host}:{direct.Port}"));
        var gated = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Host = gate.Address.Host, Port = gate.Address.Port, Timeout = 1, CommandTimeout = 2 };
        await using var instance = await application.StartInstanceAsync(("ConnectionStrings:generationdb", gated.ConnectionString));
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        var id = await client.MakeAsync();
        await application.ImageAsync(_account, new string('p', 20_000));
        await application.ScalarAsync("""
            INSERT INTO generation.images (job_id, image, account_id, media_type, width, height, byte_count, sha256, name, mode, prompt, took_ms)
            SELECT job_id, number, account_id, media_type, 1, 1, 1, '', name, mode, prompt, 1 FROM generation.images, generate_series(2, 3000) AS number
            """);
        await application.ScalarAsync("INSERT INTO generation.project_images (project_id, image_id) SELECT @id, image_id FROM generation.images", ("id", Guid.Parse(id)));

        using var response = await client.GetAsync(new Uri($"/api/projects/{id}/export", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        response.IsSuccessStatusCode.ShouldBeTrue();
        gate.Shut();
        await Should.ThrowAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync());
    }
}
