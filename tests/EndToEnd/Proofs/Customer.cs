using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>Somebody with an account, a token and a key from before the jump.</summary>
internal sealed record Customer(TestAccount Account, HttpClient Key, long AvailableAtFirst)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);
    private int _begun;
    private int _ended;
    private string? _reset;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static async Task<Customer> ArriveAsync(ReplicatedSystem system)
    {
        var account = await system.SignUpAsync();
        return new Customer(account, await account.KeyClientAsync(), await account.AvailableAsync());
    }

    /// <summary>An order under its own Idempotency-Key, counted into a window that neither empties nor fills by itself.</summary>
    public async Task<JsonNode> OrderAsync(string name)
    {
        var counted = Volatile.Read(ref _ended);
        Interlocked.Increment(ref _begun);
        using var response = await Key.GenerateAsync(new { prompt = name }, name);
        var made = (await response.ShouldBeAsync(HttpStatusCode.Created))!;
        response.Headers.TryGetValues("X-Generation-Warnings", out _).ShouldBeFalse();
        var limit = int.Parse(response.Headers.GetValues("X-RateLimit-Limit").Single(), CultureInfo.InvariantCulture);
        var remaining = int.Parse(response.Headers.GetValues("X-RateLimit-Remaining").Single(), CultureInfo.InvariantCulture);
        var reset = response.Headers.GetValues("X-RateLimit-Reset").Single();

        // Orders run side by side: those counted are at least the ones that had ended and this one, at most all that have begun.
        (limit - remaining).ShouldBeInRange(counted + 1, Volatile.Read(ref _begun));
        reset.ShouldBe(_reset ??= reset);
        Interlocked.Increment(ref _ended);
        return made;
    }

    /// <summary>The token of before is still good; a new one is good at once, for its whole life and not longer.</summary>
    public async Task SignInAsync()
    {
        var before = Now;
        using var anybody = Account.System.CreateClient();
        using var response = await anybody.PostAsJsonAsync("/v1/auth/login", new { email = Account.Email, password = TestAccount.Password });
        var token = (string)(await response.ShouldBeAsync(HttpStatusCode.OK))!["access_token"]!;
        AccessToken.ExpiryOf(token).ShouldBeInRange(
            before + ClockFixture.TokenLifetime - Tolerance, Now + ClockFixture.TokenLifetime + Tolerance);
        (await StatusAsync(Account.Token)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(token)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(AccessToken.With(token, Now.AddMinutes(2)))).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(AccessToken.With(token, Now.AddMinutes(-2)))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    public async Task<HttpClient> NewKeyClientAsync() => Account.System.ClientWith((await Account.CreateKeyAsync()).Text);

    public async Task<JsonArray> KeysAsync()
    {
        using var client = Account.Client;
        return (await client.GetJsonAsync("/v1/keys"))["keys"]!.AsArray();
    }

    public Task<long> AvailableAsync() => Account.AvailableAsync();

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var client = Account.System.ClientWith(token);
        using var response = await client.GetAsync(new Uri("/v1/auth/me", UriKind.Relative));
        return response.StatusCode;
    }
}
