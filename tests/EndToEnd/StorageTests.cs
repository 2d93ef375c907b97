using System.Net;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd;

/// <summary>The three places for images: a bucket, a folder (in every other test) and none at all.</summary>
public sealed class StorageTests
{
    [Fact]
    public async Task Bucket_Configured_KeepsTheImageAndOurUrlRedirectsToAFreshSignedOne()
    {
        await using var s3 = await S3Emulator.StartAsync();
        await using var system = await NanoBananaSystem.StartAsync(Bucket(s3));
        using var client = await (await system.SignUpAsync()).KeyClientAsync();
        var made = await client.GenerateOkAsync(new { prompt = "kept", size = "256x256" });
        s3.Objects.Keys.Single().ShouldEndWith($"images/{made["id"]}.png");

        using var anybody = system.CreateClient();
        using var redirect = await anybody.GetAsync(new Uri((string)made["url"]!));
        redirect.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        redirect.Headers.Location!.Port.ShouldBe(s3.Address.Port);
        using var plain = new HttpClient();
        (await plain.GetByteArrayAsync(redirect.Headers.Location)).AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        using var unsigned = await plain.GetAsync(new Uri(redirect.Headers.Location.GetLeftPart(UriPartial.Path)));
        unsigned.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Bucket_Refusing_CostsAWaitingCallerNothingButTheLink()
    {
        await using var s3 = await S3Emulator.StartAsync();
        await using var system = await NanoBananaSystem.StartAsync(Bucket(s3));
        var account = await system.SignUpAsync();
        using var client = await account.KeyClientAsync();
        var before = await account.AvailableAsync();
        s3.Switchboard.Default = Behaviour.Parse("slow_down");
        using var response = await client.GenerateAsync(new { prompt = "inline", size = "256x256" });
        var made = (await response.ShouldBeAsync(HttpStatusCode.Created))!;
        ((string)made["url"]!).ShouldStartWith("data:image/png;base64,iVBOR");
        response.Headers.GetValues("X-Generation-Warnings").ShouldBe(["not_stored"]);
        (await account.AvailableAsync()).ShouldBe(before - 20);
    }

    [Fact]
    public async Task NoStore_Configured_AnswersCarryTheBytesAndARepeatSaysThatTheyAreGone()
    {
        await using var system = await NanoBananaSystem.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["STORAGE_BACKEND"] = "none" });
        using var client = await (await system.SignUpAsync()).KeyClientAsync();
        var made = await client.GenerateOkAsync(new { prompt = "inline", size = "256x256" }, "inline-1");
        var url = (string)made["url"]!;
        Convert.FromBase64String(url["data:image/png;base64,".Length..]).AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        using var repeat = await client.GenerateAsync(new { prompt = "inline", size = "256x256" }, "inline-1");
        await repeat.ShouldBeAsync(HttpStatusCode.Gone);
        repeat.ErrorCode().ShouldBe("generation.result_not_kept");
        (await client.GetJsonAsync($"/v1/generations/{made["id"]}"))["images"]![0]!["url"].ShouldBeNull();
    }

    [Fact]
    public async Task Folder_RefusingWrites_FailsTheJobUnchargedAndShowsInReadiness()
    {
        await using var system = await NanoBananaSystem.StartAsync();
        var account = await system.SignUpAsync();
        using var client = await account.KeyClientAsync();
        var before = await account.AvailableAsync();

        // Root may write anywhere, so that a folder's mode would not refuse: a file in the folder's place does.
        if (Directory.Exists(system.ImageFolder))
            Directory.Delete(system.ImageFolder, recursive: true);
        await File.WriteAllTextAsync(system.ImageFolder, "in the way");
        using var response = await client.GenerateAsync(new { prompt = "lost", size = "256x256" });
        await response.ShouldBeAsync(HttpStatusCode.ServiceUnavailable);
        response.ErrorCode().ShouldBe("storage.unavailable");
        (await account.AvailableAsync()).ShouldBe(before);
        using var inside = system.BareClient("generation");
        (await inside.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private static Dictionary<string, string?> Bucket(S3Emulator s3) => new(StringComparer.Ordinal)
    {
        ["R2_ENDPOINT"] = s3.Address.ToString(),
        ["R2_ACCESS_KEY_ID"] = s3.Options.AccessKey,
        ["R2_SECRET_ACCESS_KEY"] = s3.Options.SecretKey,
        ["R2_BUCKET_NAME"] = s3.Options.Bucket,
    };
}
