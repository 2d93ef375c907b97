using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Jobs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Jobs;

/// <summary>Videos by their addresses: who gets one, and which part of it.</summary>
public sealed class GetVideoTests : IAsyncLifetime
{
    private static readonly byte[] Movie = EmulatedMovie.Make(1280, 720, 8);
    private GenerationApplication _application = null!;
    private VideoJobs _jobs = null!;
    private TestService _instance = null!;
    private string _name = "";
    private string _url = "";

    public async ValueTask InitializeAsync()
    {
        _application = await GenerationApplication.CreateAsync();
        _application.Gemini.Polls.Default = "now";
        _jobs = new VideoJobs(_application);
        var job = await _jobs.OrderAsync();
        _instance = await _application.StartInstanceAsync();
        _url = new Uri((string)(await _jobs.EndAsync(_instance, job))["images"]![0]!["url"]!).PathAndQuery;
        _name = JobIds.ToWire(job);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task SignedAddress_Anyone_GetsTheWholeVideo()
    {
        using var anyone = _instance.ClientFor(Principal.Anonymous);

        using var response = await anyone.GetAsync(new Uri(_url, UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (response.Content.Headers.ContentType!.MediaType, response.Headers.AcceptRanges.Single()).ShouldBe(("video/mp4", "bytes"));
        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(Movie);
    }

    [Theory]
    [InlineData(100, 199)]
    [InlineData(1_000, null)]
    public async Task Range_Asked_IsThatPart(int from, int? to)
    {
        using var anyone = _instance.ClientFor(Principal.Anonymous);
        using var request = new HttpRequestMessage(HttpMethod.Get, _url) { Headers = { Range = new RangeHeaderValue(from, to) } };

        using var response = await anyone.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        response.Content.Headers.ContentRange!.Length.ShouldBe(Movie.Length);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(Movie[from..((to ?? (Movie.Length - 1)) + 1)]);
    }

    [Fact]
    public async Task RangeBeyondTheEnd_Asked_IsRefused()
    {
        using var anyone = _instance.ClientFor(Principal.Anonymous);
        using var request = new HttpRequestMessage(HttpMethod.Get, _url) { Headers = { Range = new RangeHeaderValue(Movie.Length, null) } };

        (await anyone.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
    }

    [Fact]
    public async Task TagOfBefore_Asked_IsNotModified()
    {
        using var anyone = _instance.ClientFor(Principal.Anonymous);
        using var first = await anyone.GetAsync(new Uri(_url, UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, _url) { Headers = { IfNoneMatch = { first.Headers.ETag! } } };

        (await anyone.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task WithoutSignature_OnlyItsOwnerGetsIt_AndForAnybodyElseItIsMissing()
    {
        using var owner = _instance.ClientFor(GenerationApplication.KeyOf(_jobs.Account));
        using var stranger = _instance.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid()));

        (await owner.GetAsync(new Uri($"/v1/videos/{_name}.mp4", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var foreign = await MissingAsync(stranger, $"/v1/videos/{_name}.mp4");
        foreign.ShouldBe(await MissingAsync(stranger, $"/v1/videos/gen_{Guid.NewGuid():d}.mp4"));
        foreign.ShouldBe(await MissingAsync(stranger, $"/v1/videos/{_name}.mp4?sig=AAAAAAAAAAAAAAAAAAAAAA"));
    }

    [Theory]
    [InlineData("/v1/videos/{0}.apng")]
    [InlineData("/v1/videos/{0}.png")]
    [InlineData("/v1/images/{0}.png")]
    [InlineData("/v1/images/{0}.mp4")]
    [InlineData("/v1/videos/{0}-2.mp4")]
    [InlineData("/v1/videos/{0}")]
    [InlineData("/v1/videos/{0}.MP4")]
    public async Task AnyOtherName_IsMissingAlsoForItsOwner(string address)
    {
        using var owner = _instance.ClientFor(GenerationApplication.KeyOf(_jobs.Account));

        await MissingAsync(owner, string.Format(System.Globalization.CultureInfo.InvariantCulture, address, _name));
    }

    [Fact]
    public async Task FileThatWasDeleted_IsMissing()
    {
        File.Delete(Path.Combine(_application.ImageFolder, "videos", _name + ".mp4"));
        using var owner = _instance.ClientFor(GenerationApplication.KeyOf(_jobs.Account));

        await MissingAsync(owner, $"/v1/videos/{_name}.mp4");
    }

    private static async Task<string> MissingAsync(HttpClient client, string address)
    {
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative));
        var body = (JsonObject)(await response.ShouldBeAsync(HttpStatusCode.NotFound))!;
        ((string?)body["code"]).ShouldBe("generation.image_not_found");
        body.Remove("request_id");
        return body.ToJsonString();
    }
}
