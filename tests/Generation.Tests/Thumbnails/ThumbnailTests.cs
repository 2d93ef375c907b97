using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Tests.History;
using NanoBanana.Generation.Tests.Imaging;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Generation.Thumbnails;

namespace NanoBanana.Generation.Tests.Thumbnails;

/// <summary>Small versions of images: made ahead or when asked for, kept, and gone with their image.</summary>
public sealed class ThumbnailTests(HistoryFixture fixture) : IClassFixture<HistoryFixture>
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task NewImage_HasItsThumbnailMadeBeforeAnybodyAsks()
    {
        using var client = Client(_account);
        var (image, thumbnail) = await MakeAsync(client);
        await fixture.Application.EventuallyAsync(() => Task.FromResult(File.Exists(FileOf(thumbnail))), "it is made ahead");
        using var answer = await client.GetAsync(thumbnail);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (answer.Content.Headers.ContentType!.MediaType, answer.Headers.CacheControl!.ToString()).ShouldBe(("image/webp", "public, max-age=86400"));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var whole = TestCodec.Create().Measure(await client.GetByteArrayAsync(new Uri((string)image["url"]!))).ShouldNotBeNull();
        TestCodec.Create().Measure(bytes).ShouldBe(new ImageInfo("image/webp", 512, (int)Math.Round(512.0 * whole.Height / whole.Width)));
        (await File.ReadAllBytesAsync(FileOf(thumbnail))).ShouldBe(bytes);
    }

    [Fact]
    public async Task LostThumbnail_AskedForByMany_IsMadeAgainForAll()
    {
        using var client = Client(_account);
        var (_, thumbnail) = await MakeAsync(client);
        await fixture.Application.EventuallyAsync(() => Task.FromResult(File.Exists(FileOf(thumbnail))), "it is made ahead");
        var before = await client.GetByteArrayAsync(thumbnail);
        File.Delete(FileOf(thumbnail));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetByteArrayAsync(thumbnail)));
        answers.ShouldAllBe(bytes => bytes.SequenceEqual(before));
        File.Exists(FileOf(thumbnail)).ShouldBeTrue();
    }

    [Fact]
    public async Task Stranger_NeedsTheSignedAddress()
    {
        using var client = Client(_account);
        using var stranger = Client(Guid.NewGuid());
        var (image, thumbnail) = await MakeAsync(client);
        using var hidden = await stranger.GetAsync(thumbnail);
        using var missing = await stranger.GetAsync(new Uri($"/v1/thumbnails/gen_{Guid.NewGuid()}.webp", UriKind.Relative));
        (hidden.StatusCode, missing.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
        WithoutRequest(await hidden.Content.ReadAsStringAsync()).ShouldBe(WithoutRequest(await missing.Content.ReadAsStringAsync()));

        using var added = await client.PostAsJsonAsync("/api/favorites", new { image_id = (string)image["image_id"]! });
        var signed = new Uri((string)(await added.ShouldBeAsync(HttpStatusCode.OK))!["favorite"]!["image"]!["thumbnail_url"]!);
        (await stranger.GetAsync(new Uri(signed.PathAndQuery, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);

        // The signature of one name is none of another.
        (await stranger.GetAsync(new Uri(new Uri((string)image["url"]!).AbsolutePath + signed.Query, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task DeletedImage_TakesItsThumbnailAlong()
    {
        using var client = Client(_account);
        var (image, thumbnail) = await MakeAsync(client);
        (await client.GetAsync(thumbnail)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using (var deleted = await client.DeleteAsync(new Uri($"/api/history/{image["image_id"]}", UriKind.Relative)))
            deleted.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync(thumbnail)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await fixture.Application.EventuallyAsync(() => Task.FromResult(!File.Exists(FileOf(thumbnail))), "its bytes are removed", seconds: 20);
    }

    [Fact]
    public async Task ImageThatIsLost_OrNoName_IsNotFound()
    {
        using var client = Client(_account);
        var (_, thumbnail) = await MakeAsync(client);
        await fixture.Application.EventuallyAsync(() => Task.FromResult(File.Exists(FileOf(thumbnail))), "it is made ahead");
        File.Delete(FileOf(thumbnail));
        File.Delete(FileOf(thumbnail).Replace("thumbnails", "images", StringComparison.Ordinal).Replace(".webp", ".png", StringComparison.Ordinal));
        foreach (var address in new[] { thumbnail.OriginalString, "/v1/thumbnails/gen_1.webp", "/v1/thumbnails/..%2Fsecrets", thumbnail.OriginalString.Replace(".webp", ".png", StringComparison.Ordinal) })
            (await client.GetAsync(new Uri(address, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
    }

    [Fact]
    public async Task ImageThatCannotBeReadToItsEnd_IsSaidSoAndTheServiceGoesOn()
    {
        using var client = Client(_account);
        var (_, thumbnail) = await MakeAsync(client);
        await fixture.Application.EventuallyAsync(() => Task.FromResult(File.Exists(FileOf(thumbnail))), "it is made ahead");
        var image = FileOf(thumbnail).Replace("thumbnails", "images", StringComparison.Ordinal).Replace(".webp", ".png", StringComparison.Ordinal);
        File.Delete(FileOf(thumbnail));
        File.Delete(image);

        // It opens, and no byte of it can be read.
        File.CreateSymbolicLink(image, "/proc/self/mem");
        (await client.GetAsync(thumbnail)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        File.Delete(image);
        (await client.GetAsync(thumbnail)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task ImageThatIsNone_DoesNotStopWhatIsMadeAhead()
    {
        using var client = Client(_account);
        var ahead = fixture.Instance.Services.GetRequiredService<ThumbnailsAhead>();
        var (_, first) = await MakeAsync(client);
        await fixture.Application.EventuallyAsync(() => Task.FromResult(File.Exists(FileOf(first))), "it is made ahead");
        var (id, key) = (Guid.NewGuid(), $"images/{Guid.NewGuid():n}.png");
        File.CreateSymbolicLink(Path.Combine(fixture.Application.ImageFolder, key), "/proc/self/mem");
        foreach (var storageKey in new[] { key, "no key at all/" })
        {
            ahead.Add(new FinishedJob(
                id, JobState.Succeeded, "", "", 0, 0, null, null, null, [],
                [new FinishedImage(1, 1, null!, "", null, null, new DeliveredImage(storageKey, ImageNames.MediaType, 1, 1, 1, [], null))], null, "{}"));
        }

        var (_, next) = await MakeAsync(client);
        await fixture.Application.EventuallyAsync(() => Task.FromResult(File.Exists(FileOf(next))), "the next one is made ahead");
    }

    [Fact]
    public async Task ThumbnailThatCannotBeKept_IsServedNevertheless()
    {
        await using var application = await GenerationApplication.CreateAsync(("PROVIDER_SANDBOX_ENABLED", "true"));
        await using var instance = await application.StartInstanceAsync();

        // A file where the folder should be.
        await File.WriteAllTextAsync(Path.Combine(application.ImageFolder, "thumbnails"), "");
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        var (_, thumbnail) = await MakeAsync(client);
        (await client.GetAsync(thumbnail)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync(thumbnail)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static string WithoutRequest(string body)
    {
        var problem = JsonNode.Parse(body)!.AsObject();
        problem.Remove("request_id");
        problem.Remove("instance");
        return problem.ToJsonString();
    }

    private static async Task<(JsonNode Image, Uri Thumbnail)> MakeAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/generate") { Content = JsonContent.Create(new { prompt = "a small one" }) };
        request.Headers.Add("X-Provider", "sandbox");
        using var made = await client.SendAsync(request);
        await made.ShouldBeAsync(HttpStatusCode.OK);
        var item = JsonNode.Parse(await client.GetStringAsync(new Uri("/api/history?limit=1", UriKind.Relative)))!["items"]![0]!;
        var name = Path.GetFileNameWithoutExtension(new Uri((string)item["url"]!).AbsolutePath);
        return (item, new Uri($"/v1/thumbnails/{name}.webp", UriKind.Relative));
    }

    private string FileOf(Uri thumbnail) => Path.Combine(fixture.Application.ImageFolder, "thumbnails", Path.GetFileName(thumbnail.OriginalString));

    private HttpClient Client(Guid account) => fixture.Instance.ClientFor(GenerationApplication.KeyOf(account));
}
