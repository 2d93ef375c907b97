using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Billing;
using NanoBanana.Generation.Tests.Events;
using NanoBanana.Generation.Tests.Quota;

namespace NanoBanana.Generation.Tests.Access;

/// <summary>What callers without a credential have made: theirs by their address, paid by the operator, and in nobody's lists.</summary>
public sealed class AnonymousGenerationTests(QuotaFixture fixture) : IClassFixture<QuotaFixture>
{
    private const string Unauthenticated = """{"success":false,"error":{"code":"authentication_failed","message":"Authentication required"},"detail":"Authentication required"}""";
    private readonly string _address = QuotaCalls.NewAddress();

    [Fact]
    public async Task Generate_ByNobody_IsMadeAndPaidByTheOperatorAlone()
    {
        using var client = fixture.Quick.From(_address);
        var (status, body) = await client.GenerateAsync("of nobody " + _address);
        status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        var job = await fixture.Application.ScalarAsync("SELECT id FROM generation.jobs WHERE request ->> 'prompt' = @p", ("p", "of nobody " + _address));
        var account = (Guid)(await fixture.Application.ScalarAsync("SELECT account_id FROM generation.jobs WHERE id = @id", ("id", job!)))!;
        account.Version.ShouldBe(8);
        await fixture.Application.EventuallyAsync(async () =>
        {
            await using var command = fixture.Application.BillingDatabase.CreateCommand("SELECT account_id FROM billing.usage_records WHERE job_id = $1");
            command.Parameters.AddWithValue(job!);
            return await command.ExecuteScalarAsync() is Guid payer && payer == OperatorAccount.Id;
        }, "the operator is charged");
        await using var opened = fixture.Application.BillingDatabase.CreateCommand("SELECT count(*) FROM billing.accounts WHERE id = $1");
        opened.Parameters.AddWithValue(account);
        (await opened.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Fact]
    public async Task Tasks_OfAnAddress_AreMissingForEveryOther()
    {
        using var here = fixture.Quick.From(_address);
        using var there = fixture.Quick.From(QuotaCalls.NewAddress());
        using var somebody = fixture.Quick.Of(Guid.NewGuid());
        var (batched, batch) = await here.PostAsync("/api/generate/batch", new { prompts = new[] { "one", "two" } });
        batched.ShouldBe(HttpStatusCode.OK, batch.ToJsonString());
        var (filmed, video) = await here.PostAsync("/api/video/generate", new { prompt = "waves", settings = new { duration = 1, resolution = "480p" } });
        filmed.ShouldBe(HttpStatusCode.OK, video.ToJsonString());
        foreach (var id in new[] { (string)batch["task_id"]!, (string)video["task_id"]! })
        {
            using var again = fixture.Quick.From(_address);
            await fixture.Application.EventuallyAsync(async () => (string)(await TaskAsync(again, id))["status"]! == "completed", $"{id} is completed", seconds: 40);
            foreach (var other in new[] { there, somebody })
            {
                (await BodyAsync(other, HttpMethod.Get, id, HttpStatusCode.NotFound)).ShouldBe(await BodyAsync(other, HttpMethod.Get, "batch_0123456789abcdef", HttpStatusCode.NotFound));
                await BodyAsync(other, HttpMethod.Delete, id, HttpStatusCode.NotFound);
            }
        }

        // Nobody reads notifications of an address.
        (await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.notification_outbox WHERE substr(account_id::text, 15, 1) = '8'")).ShouldBe(0L);
    }

    [Fact]
    public async Task Lists_OfAnAddressThatMadeSomething_StayEmpty()
    {
        using var client = fixture.Quick.From(_address);
        (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        using var history = await client.GetAsync(new Uri("/api/history", UriKind.Relative));
        ((int)(await history.ShouldBeAsync(HttpStatusCode.OK))!["total"]!).ShouldBe(0);
    }

    [Theory]
    [InlineData("/api/settings")]
    [InlineData("/api/favorites")]
    [InlineData("/v1/webhooks")]
    [InlineData("/v1/events")]
    [InlineData("/v1/generations")]
    public async Task WhatBelongsToAnAccount_AskedByNobody_StaysUnauthenticated(string path)
    {
        using var client = fixture.Quick.From(_address);
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/api/generate", """{"prompt":"x"}""")]
    [InlineData("/api/generate/batch", """{"prompts":["x"]}""")]
    [InlineData("/api/video", """{"prompt":"x"}""")]
    [InlineData("/api/video/generate", """{"prompt":"x"}""")]
    public async Task Nobody_WhereASignInIsNeeded_IsRefused(string path, string body)
    {
        using var client = fixture.Closed.From(_address);
        var (status, answer) = await client.PostAsync(path, JsonNode.Parse(body)!);
        status.ShouldBe(HttpStatusCode.Unauthorized);
        answer.ToJsonString().ShouldBe(Unauthenticated);
    }

    [Fact]
    public async Task Socket_OfNobody_GeneratesAndFollowsButHasNoLog()
    {
        using var socket = await SocketClient.OpenAsync(fixture.Quick, accountId: null, ("X-Forwarded-For", _address));
        (await socket.NextAsync("connected"))["user_id"].ShouldBeNull();
        await socket.SendAsync("subscribe", new { channel = "events" });
        await socket.NextAsync("error");
        await socket.SendAsync("generate", new { prompt = "by socket" });
        var request = (string)(await socket.NextAsync("generate:queued"))["request_id"]!;
        ((string)(await socket.UntilAsync("generate:complete"))[^1]["payload"]!["request_id"]!).ShouldBe(request);

        using var other = await SocketClient.OpenAsync(fixture.Quick, accountId: null, ("X-Forwarded-For", QuotaCalls.NewAddress()));
        await other.NextAsync("connected");
        await other.SendAsync("subscribe", new { channel = "task", task_id = request });
        ((string)(await other.NextAsync("error"))["code"]!).ShouldBe("not_found");
    }

    [Fact]
    public async Task Socket_OfNobodyWhereASignInIsNeeded_MayNotGenerate()
    {
        using var socket = await SocketClient.OpenAsync(fixture.Closed, accountId: null, ("X-Forwarded-For", _address));
        await socket.NextAsync("connected");
        await socket.SendAsync("generate", new { prompt = "by socket" });
        ((string)(await socket.NextAsync("error"))["code"]!).ShouldBe("auth_error");
    }

    [Fact]
    public async Task Address_OfACaller_IsStoredNowhere()
    {
        using var client = fixture.Quick.From(_address);
        (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var table in new[] { "jobs", "quotas", "accounts", "events", "images" })
            (await fixture.Application.ScalarAsync($"SELECT count(*) FROM generation.{table} AS row WHERE row::text LIKE @address", ("address", $"%{_address}%"))).ShouldBe(0L, table);
    }

    private static async Task<JsonNode> TaskAsync(HttpClient client, string id) => JsonNode.Parse(await BodyAsync(client, HttpMethod.Get, id, HttpStatusCode.OK))!;

    private static async Task<string> BodyAsync(HttpClient client, HttpMethod method, string id, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(method, $"/api/generate/task/{id}");
        using var response = await client.SendAsync(request);
        await response.ShouldBeAsync(status);
        return await response.Content.ReadAsStringAsync();
    }
}
