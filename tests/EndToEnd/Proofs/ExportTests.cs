using System.Net;
using System.Text.Json.Nodes;
using Npgsql;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>What an owner takes along is all of it, nobody else's, without a secret, and never half of it.</summary>
public sealed class ExportTests(DeletionFixture fixture) : IClassFixture<DeletionFixture>
{
    [Fact]
    public async Task Export_HasAllOfTheAccountAndNothingOfAnother()
    {
        var mine = await Belongings.MakeAsync(fixture.System);
        var others = await Belongings.MakeAsync(fixture.System);
        using var client = mine.Account.Client;
        using var response = await client.GetAsync(new Uri("/v1/account/export", UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe($"account-{mine.Account.Id:D}.json");
        var text = await response.Content.ReadAsStringAsync();
        var document = JsonNode.Parse(text)!.AsObject();

        ((bool)document["is_complete"]!).ShouldBeTrue();
        ((string)document["identity"]!["account"]![0]!["email"]!).ShouldBe(mine.Account.Email);
        foreach (var (service, section) in new[]
        {
            ("identity", "notifications"), ("keys", "keys"), ("generation", "generations"), ("generation", "projects"), ("generation", "project_images"),
            ("generation", "favorites"), ("generation", "favorite_folders"), ("generation", "templates"), ("generation", "prompts"), ("generation", "chats"),
            ("generation", "webhooks"), ("generation", "file_names"), ("generation", "blocked_prompts"),
        })
        {
            document[service]![section]!.ToJsonString().ShouldContain(mine.Word, customMessage: $"{service}.{section}");
        }

        foreach (var (service, section) in new[] { ("generation", "uploads"), ("generation", "batches"), ("billing", "account"), ("billing", "ledger"), ("billing", "usage") })
            document[service]![section]!.AsArray().ShouldNotBeEmpty($"{service}.{section}");
        foreach (var link in mine.Links)
            document["generation"]!["generations"]!.ToJsonString().ShouldContain(Path.GetFileName(new Uri(link).AbsolutePath));

        foreach (var foreign in new[] { others.Word, others.Account.Email, others.Account.Id.ToString() })
            text.ShouldNotContain(foreign);
        foreach (var secret in new[] { mine.Key, mine.LabKey, TestAccount.Password, "password_hash", "key_hash", "secret", "storage_key" })
            text.ShouldNotContain(secret);
    }

    [Fact]
    public async Task SixthInAnHour_IsRefusedAndOneAtATime()
    {
        var account = await fixture.System.SignUpAsync();
        using var client = account.Client;
        await using (await HeldAsync("identity", "identity.notifications"))
        {
            var first = client.GetAsync(new Uri("/v1/account/export", UriKind.Relative));
            await Calls.EventuallyAsync(
                async () => (long)(await fixture.ScalarAsync("identity", "SELECT count(*) FROM identity.account_exports WHERE account_id = $1", account.Id))! == 1, "it has begun");
            (await StatusAsync(client)).ShouldBe(HttpStatusCode.TooManyRequests);
        }

        await Calls.EventuallyAsync(async () => await StatusAsync(client) == HttpStatusCode.OK, "the first is over");
        for (var number = 3; number <= 5; number++)
            (await StatusAsync(client)).ShouldBe(HttpStatusCode.OK);
        using var refused = await client.GetAsync(new Uri("/v1/account/export", UriKind.Relative));
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task ServiceThatDies_BeforeIsA503AndInTheMiddleABrokenConnection()
    {
        var mine = await Belongings.MakeAsync(fixture.System);
        using var client = mine.Account.Client;
        await using (await HeldAsync("generation", "generation.prompts"))
        {
            using var response = await client.GetAsync(new Uri("/v1/account/export", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            var reading = response.Content.ReadAsStringAsync();
            await Calls.EventuallyAsync(IsHeldAsync, "Generation stands at its prompts");
            foreach (var process in fixture.System.Services.Generations)
                await process.KillAsync();
            await Should.ThrowAsync<HttpRequestException>(() => reading);
        }

        // Of this one nothing was sent, and it counts for nothing.
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await fixture.ScalarAsync("identity", "SELECT taken FROM identity.account_exports WHERE account_id = $1", mine.Account.Id)).ShouldBe(1);
        foreach (var process in fixture.System.Services.Generations)
            await process.StartAndWaitAsync();
        await Calls.EventuallyAsync(async () => await StatusAsync(client) == HttpStatusCode.OK, "all services answer again", seconds: 30);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("/v1/account/export", UriKind.Relative));
        return response.StatusCode;
    }

    private async Task<bool> IsHeldAsync() => (long)(await fixture.ScalarAsync(
        "generation", "SELECT count(*) FROM pg_locks WHERE relation = 'generation.prompts'::regclass AND NOT granted"))! > 0;

    /// <summary>Stops everybody who reads the table, until it is disposed.</summary>
    private async Task<NpgsqlConnection> HeldAsync(string database, string table)
    {
        var connection = new NpgsqlConnection(fixture.Databases[database] + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
