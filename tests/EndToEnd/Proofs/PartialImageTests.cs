using System.Net.Http.Json;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>Partial images through the gateway and from one process to another, and that no image hangs on Redis for their sake.</summary>
public sealed class PartialImageTests(CircuitFixture fixture) : IClassFixture<CircuitFixture>
{
    private static readonly string[] All = ["image_generation.partial_image", "image_generation.partial_image", "image_generation.completed"];

    [Fact]
    public async Task Gateway_PassesEachOnAsItComes()
    {
        var account = await fixture.System.SignUpAsync();
        var (_, key) = await account.CreateKeyAsync();
        using var client = fixture.System.ClientOf(0, key);
        var completes = Hold();

        using var events = await OpenAsync(client, "k");

        (await events.NameAsync()).ShouldBe(All[0]);
        (await events.NameAsync()).ShouldBe(All[1]);
        completes.SetResult();
        (await events.NameAsync()).ShouldBe(All[2]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RepeatAtAnotherProcess_SeesThemWithRedis_AndTheImageWithout(bool isRedisKilled)
    {
        var account = (await fixture.CallersAsync()).AccountId;
        using var one = fixture.System.ClientAt(0, account);
        using var two = fixture.System.ClientAt(1, account);
        var begins = new TaskCompletionSource();
        fixture.OpenAi.Switchboard.Until = begins.Task;
        var completes = Hold();
        var before = fixture.OpenAi.Switchboard.Count;
        var opening = OpenAsync(one, "k");
        await fixture.OpenAi.Switchboard.WaitForRequestsAsync(before + 1);

        // A stream stands only after it has looked for what it joins, so that it listens by then.
        using var repeat = await OpenAsync(two, "k");
        if (isRedisKilled)
            await fixture.KillRedisAsync();
        try
        {
            begins.SetResult();
            using var first = await opening;
            (await first.NameAsync()).ShouldBe(All[0]);
            (await first.NameAsync()).ShouldBe(All[1]);
            if (!isRedisKilled)
                (await repeat.NameAsync(), await repeat.NameAsync()).ShouldBe((All[0], All[1]));
            completes.SetResult();
            (await first.NameAsync()).ShouldBe(All[2]);
            (await repeat.NameAsync()).ShouldBe(All[2]);
        }
        finally
        {
            if (isRedisKilled)
                await fixture.StartRedisAsync();
        }

        fixture.OpenAi.Switchboard.Count.ShouldBe(before + 1);
        var books = await fixture.System.SettledBooksAsync();
        books.IsSettled.ShouldBeTrue();
    }

    /// <summary>Keeps the provider from completing.</summary>
    private TaskCompletionSource Hold()
    {
        var completes = new TaskCompletionSource();
        fixture.OpenAi.Completing = completes.Task;
        return completes;
    }

    private static async Task<Events> OpenAsync(HttpClient client, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/images/generations")
        {
            Content = JsonContent.Create(new { prompt = "a lighthouse", stream = true, partial_images = 2 }),
        };
        request.Headers.Add("X-Provider", "openai");
        request.Headers.Add("Idempotency-Key", key);
        return new Events(await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
    }

    private sealed class Events(HttpResponseMessage response) : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
        private StreamReader? _reader;

        /// <summary>The name of the next event; null at the end.</summary>
        public async Task<string?> NameAsync()
        {
            _reader ??= new StreamReader(await response.Content.ReadAsStreamAsync());
            using var patience = new CancellationTokenSource(Patience);
            while (await _reader.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                    return line["event: ".Length..];
            }

            return null;
        }

        public void Dispose()
        {
            _reader?.Dispose();
            response.Dispose();
        }
    }
}
