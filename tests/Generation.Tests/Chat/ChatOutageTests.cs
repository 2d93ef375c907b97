using System.Net;
using NanoBanana.Generation.Tests.Jobs;
using Npgsql;

namespace NanoBanana.Generation.Tests.Chat;

/// <summary>A turn while Postgres, Redis or the image store is away.</summary>
public sealed class ChatOutageTests : IAsyncLifetime
{
    private readonly Guid _account = Guid.NewGuid();
    private GenerationApplication _application = null!;

    public async ValueTask InitializeAsync() => _application = await GenerationApplication.CreateAsync();

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task PostgresAway_WhileTheModelAnswers_IsWaitedForAndTheTurnAddedOnce()
    {
        var direct = new NpgsqlConnectionStringBuilder(_application.ConnectionString);
        await using var gate = new TcpGate(new Uri($"http://{direct.Host}:{direct.Port}"));
        var gated = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Host = "127.0.0.1", Port = gate.Address.Port, Timeout = 1, CommandTimeout = 2 };
        await using var instance = await _application.StartInstanceAsync(("ConnectionStrings:generationdb", gated.ConnectionString));
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        var id = await client.BeginChatAsync();
        var answering = new TaskCompletionSource();
        _application.Gemini.Switchboard.Until = answering.Task;
        var turn = client.SayOkAsync(id, "a red apple");
        await _application.Gemini.Switchboard.WaitForRequestsAsync(1);
        gate.Shut();
        answering.SetResult();
        for (var waited = 0; gate.Held < 3 && waited < 200; waited++)
            await Task.Delay(50);
        gate.Held.ShouldBeGreaterThanOrEqualTo(3);
        gate.Open();

        var answer = await turn;
        ((string)answer["text"]!, (int)answer["message_count"]!).ShouldBe(("Here it is.", 2));
        (await client.SaidAsync(id)).Length.ShouldBe(2);
        _application.Gemini.Switchboard.Count.ShouldBe(1);
        ((long)(await _application.AccountAsync(_account))["available"]!).ShouldBe(980);
    }

    [Fact]
    public async Task RedisAway_TurnsStillRunOneAtATime()
    {
        await using var instance = await _application.StartInstanceAsync(("ConnectionStrings:redis", "127.0.0.1:9,abortConnect=false,connectTimeout=200"));
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        var id = await client.BeginChatAsync();
        await Task.WhenAll(client.SayOkAsync(id, "one"), client.SayOkAsync(id, "two"));
        _application.Gemini.UnderWay.Most.ShouldBe(1);
        (await client.SaidAsync(id)).Length.ShouldBe(4);
    }

    [Fact]
    public async Task LastImage_ThatCannotBeRead_FailsTheTurnBeforeItIsSentAndChargesNothing()
    {
        await using var instance = await _application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        var id = await client.BeginChatAsync();
        await client.SayOkAsync(id, "a red apple");
        var file = Path.Combine(_application.ImageFolder, (string)(await _application.ScalarAsync("SELECT storage_key FROM generation.images"))!);
        File.Delete(file);
        Directory.CreateDirectory(file);
        using (var failed = await client.SayAsync(id, "make it green"))
        {
            await failed.ShouldBeAsync(HttpStatusCode.ServiceUnavailable);
            failed.ErrorCode().ShouldBe("storage.unavailable");
        }

        _application.Gemini.Switchboard.Count.ShouldBe(1);
        await _application.EventuallyAsync(async () => (long)(await _application.AccountAsync(_account))["available"]! == 980, "nothing is charged");
        (await client.SaidAsync(id)).Length.ShouldBe(2);
        Directory.Delete(file);
        ((int)(await client.SayOkAsync(id, "make it green"))["message_count"]!).ShouldBe(4);
    }
}
