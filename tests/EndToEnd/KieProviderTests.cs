using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd;

/// <summary>KIE as the provider, which fetches images instead of taking them: the system is reached under its public address, as it would be from outside.</summary>
public sealed class KieProviderTests : IAsyncLifetime
{
    private const string Model = "google/nano-banana-edit";
    private KieEmulator _kie = null!;
    private TcpGate _outside = null!;
    private NanoBananaSystem _system = null!;

    public async ValueTask InitializeAsync()
    {
        _kie = await KieEmulator.StartAsync();
        (_kie.FetchesInputs, _kie.PendingPolls) = (true, 0);
        _outside = new TcpGate(_kie.Address);
        _system = await NanoBananaSystem.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PROVIDER_KIE_API_KEY"] = KieEmulator.DefaultKey,
            ["PROVIDER_KIE_BASE_URL"] = _kie.Address.ToString(),
            ["OUTBOUND_ALLOWED_NETWORKS"] = "127.0.0.0/8",
            ["PublicUrl"] = _outside.Address.ToString(),
        });
        _outside.Server = _system.Url;
    }

    public async ValueTask DisposeAsync()
    {
        await _system.DisposeAsync();
        await _outside.DisposeAsync();
        await _kie.DisposeAsync();
    }

    [Fact]
    public async Task TextToImage_OfTheModelThatOnlyEdits_ShowsItTheBlankImage()
    {
        var account = await _system.SignUpAsync();
        var made = await MakeAsync(account, "generate", new { prompt = "a lighthouse" });

        made["metadata"]!.ToJsonString().ShouldBe($$"""{"provider":"KIE API","model":"{{Model}}","mode":"text-to-image"}""");
        var blank = _kie.Inputs.ShouldHaveSingleItem();
        (blank.Address, blank.MediaType).ShouldBe((new Uri(_outside.Address, "/v1/inputs/neutral.png"), "image/png"));
        SizeOf(blank.Bytes).ShouldBe((1024, 1024));
        ((string)Sent()["prompt"]!).ShouldMatch("^The image given is an empty canvas.* a lighthouse$");
        (await account.AvailableAsync()).ShouldBe(980);
    }

    [Fact]
    public async Task ImageToImage_WithImagesOfEveryKind_HandsOutSignedAddresses()
    {
        var account = await _system.SignUpAsync();
        var own = new Uri((string)(await MakeAsync(account, "generate", new { prompt = "a lighthouse" }))["image"]!);
        var uploads = new[] { EmulatedImage.Make(640, 480, "image/png"), EmulatedImage.Make(320, 240, "image/webp") };

        var made = await MakeAsync(
            account, "image-to-image", new { prompt = "at night", input_image = (string[])[.. uploads.Select(Convert.ToBase64String), Path.GetFileName(own.AbsolutePath)] });

        made["metadata"]!.ToJsonString().ShouldBe($$"""{"provider":"KIE API","model":"{{Model}}"}""");
        ((string)Sent()["prompt"]!).ShouldBe("at night");
        var fetched = _kie.Inputs.Skip(1).ToList();
        fetched.Select(static input => input.Bytes).Take(2).ShouldBe(uploads);
        fetched.Select(static input => input.MediaType).ShouldBe(["image/png", "image/webp", "image/png"]);
        fetched.ShouldAllBe(input => input.Address.GetLeftPart(UriPartial.Authority) == _outside.Address.GetLeftPart(UriPartial.Authority));
        fetched[0].Address.PathAndQuery.ShouldMatch("^/v1/inputs/in_[0-9a-f-]{36}\\.png\\?sig=[A-Za-z0-9_-]{22}$");
        fetched[1].Address.PathAndQuery.ShouldMatch("^/v1/inputs/in_[0-9a-f-]{36}\\.webp\\?sig=[A-Za-z0-9_-]{22}$");
        fetched[2].Address.ShouldBe(own);

        // What was sent is for those only who were given its address.
        using var nobody = _system.CreateClient();
        foreach (var address in new[] { fetched[0].Address.AbsolutePath, fetched[0].Address.AbsolutePath + fetched[1].Address.Query })
        {
            using var refused = await nobody.GetAsync(new Uri(address, UriKind.Relative));
            refused.StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
        }
    }

    [Fact]
    public async Task Image_ThatKieCannotFetch_CostsNothing()
    {
        var account = await _system.SignUpAsync();
        _outside.Shut();

        using var response = await SendAsync(account, "image-to-image", new { prompt = "at night", input_image = Convert.ToBase64String(EmulatedImage.Make(640, 480, "image/png")) });

        ((string)(await response.ShouldBeAsync(HttpStatusCode.InternalServerError))!["code"]!).ShouldBe("GENERATION_FAILED");
        _kie.Inputs.ShouldBeEmpty();
        (await account.AvailableAsync()).ShouldBe(1000);
    }

    private async Task<JsonNode> MakeAsync(TestAccount account, string call, object body)
    {
        using var response = await SendAsync(account, call, body);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestAccount account, string call, object body)
    {
        using var client = account.Client;
        client.DefaultRequestHeaders.Add("X-Provider", "kie");
        client.DefaultRequestHeaders.Add("X-Model", Model);
        return await client.PostAsJsonAsync($"/api/nano-banana/{call}", body);
    }

    /// <summary>The input of the last order.</summary>
    private JsonNode Sent() => JsonNode.Parse(_kie.Switchboard.Requests.Last(static request => request.Target.EndsWith("/createTask", StringComparison.Ordinal)).Body)!["input"]!;

    private static (int Width, int Height) SizeOf(byte[] png) => (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
}
