using System.Buffers.Binary;
using System.Net;

namespace NanoBanana.EndToEnd;

/// <summary>The story of a new user, from sign-up to a revoked key.</summary>
public sealed class FirstImageTests(SystemFixture fixture) : IClassFixture<SystemFixture>
{
    [Fact]
    public async Task NewUser_SignsUpMakesAKeyAndGenerates_GetsAnImageAndIsBilledOnce()
    {
        var account = await fixture.System.SignUpAsync();
        var (keyId, key) = await account.CreateKeyAsync("My Test Key");
        using var client = fixture.System.ClientWith(key);

        using var response = await client.GenerateAsync(new { prompt = "A cute banana wearing sunglasses" });
        var made = (await response.ShouldBeAsync(HttpStatusCode.Created))!;
        ((string)made["id"]!).ShouldStartWith("gen_");
        ((string)made["prompt"]!).ShouldBe("A cute banana wearing sunglasses");
        ((string)made["created_at"]!).ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
        made.AsObject().ContainsKey("images").ShouldBeFalse();
        response.Headers.GetValues("X-Provider").ShouldBe(["sandbox"]);
        response.Headers.GetValues("X-RateLimit-Limit").ShouldBe(["10"]);
        response.Headers.GetValues("X-RateLimit-Remaining").ShouldBe(["9"]);

        using var anybody = fixture.System.CreateClient();
        var png = await anybody.GetByteArrayAsync(new Uri((string)made["url"]!));
        png.AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)).ShouldBe(1024);
        BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)).ShouldBe(1024);

        using var signedIn = account.Client;
        var summary = await signedIn.GetJsonAsync("/v1/usage/summary");
        ((int)summary["total_images"]!).ShouldBe(1);
        ((Guid)summary["top_keys"]![0]!["key_id"]!).ShouldBe(keyId);
        (await account.AvailableAsync()).ShouldBe(980);

        var generation = await client.GetJsonAsync($"/v1/generations/{made["id"]}");
        ((string)generation["status"]!).ShouldBe("succeeded");
        ((int)generation["receipt"]!["held_credits"]!).ShouldBe(20);
        ((int)generation["receipt"]!["charged_credits"]!).ShouldBe(20);
        ((string)generation["attempts"]![0]!["state"]!).ShouldBe("succeeded");
        ((int)generation["images"]![0]!["bytes"]!).ShouldBe(png.Length);
        ((string)generation["images"]![0]!["sha256"]!).ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(png)));

        (await signedIn.DeleteAsync(new Uri($"/v1/keys/{keyId}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await Calls.EventuallyAsync(async () =>
        {
            using var refused = await client.GenerateAsync(new { prompt = "x" });
            return refused.StatusCode == HttpStatusCode.Unauthorized;
        }, "a revoked key is refused", seconds: 1);
        using var last = await client.GenerateAsync(new { prompt = "x" });
        ((string)(await last.ShouldBeAsync(HttpStatusCode.Unauthorized))!["detail"]!).ShouldBe("API key has been revoked");
        last.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task FourImages_Generate_AllDifferAndAllAreCharged()
    {
        var account = await fixture.System.SignUpAsync();
        using var client = await account.KeyClientAsync();
        var before = await account.AvailableAsync();
        var made = await client.GenerateOkAsync(new { prompt = "four bananas", n = 4, size = "512x512" });
        var urls = made["images"]!.AsArray().Select(static image => (string)image!["url"]!).ToList();
        urls.Count.ShouldBe(4);
        urls[0].ShouldBe((string)made["url"]!);
        var pictures = await Task.WhenAll(urls.Select(url => client.GetByteArrayAsync(new Uri(url))));
        pictures.Select(Convert.ToHexString).Distinct(StringComparer.Ordinal).Count().ShouldBe(4);
        (await account.AvailableAsync()).ShouldBe(before - 80);
    }

    [Fact]
    public async Task Image_AskedForWithoutSignature_IsThereForItsOwnerOnly()
    {
        var account = await fixture.System.SignUpAsync();
        using var client = await account.KeyClientAsync();
        var made = await client.GenerateOkAsync(new { prompt = "private" });
        var path = new Uri((string)made["url"]!).AbsolutePath;
        using var owner = account.Client;
        (await owner.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var stranger = (await fixture.System.SignUpAsync()).Client;
        using var foreign = await stranger.GetAsync(new Uri(path, UriKind.Relative));
        using var missing = await stranger.GetAsync(new Uri($"/v1/images/gen_{Guid.NewGuid():d}.png", UriKind.Relative));
        await Tenancy.ShouldAnswerAlikeAsync(foreign, missing);
        using var forged = await stranger.GetAsync(new Uri(path + "?sig=AAAAAAAAAAAAAAAAAAAAAA", UriKind.Relative));
        forged.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Generation_OfAnotherAccount_AnswersAsAMissingOne()
    {
        var account = await fixture.System.SignUpAsync();
        using var client = await account.KeyClientAsync();
        var made = await client.GenerateOkAsync(new { prompt = "mine" });
        using var stranger = (await fixture.System.SignUpAsync()).Client;
        using var foreign = await stranger.GetAsync(new Uri($"/v1/generations/{made["id"]}", UriKind.Relative));
        using var missing = await stranger.GetAsync(new Uri($"/v1/generations/gen_{Guid.NewGuid():d}", UriKind.Relative));
        await Tenancy.ShouldAnswerAlikeAsync(foreign, missing);
        ((int)(await stranger.GetJsonAsync("/v1/generations"))["items"]!.AsArray().Count).ShouldBe(0);
    }

    [Fact]
    public async Task Generations_Paged_ComeNewestFirstAndEachOnce()
    {
        var account = await fixture.System.SignUpAsync();
        using var client = await account.KeyClientAsync();
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
            made.Insert(0, (string)(await client.GenerateOkAsync(new { prompt = $"number {i}", size = "256x256" }))["id"]!);
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await client.GetJsonAsync("/v1/generations?limit=2" + (cursor is null ? "" : "&cursor=" + cursor));
            seen.AddRange(page["items"]!.AsArray().Select(static item => (string)item!["id"]!));
            cursor = (string?)page["next_cursor"];
        }
        while (cursor is not null);
        seen.ShouldBe(made);

        using var bad = await client.GetAsync(new Uri("/v1/generations?limit=0&cursor=nonsense", UriKind.Relative));
        var errors = (await bad.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!["errors"]!.AsArray();
        errors.Select(static error => (string)error!["field"]!).ShouldBe(["limit", "cursor"]);
    }
}
