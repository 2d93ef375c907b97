using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Jobs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Jobs;

/// <summary>Videos by their addresses: who gets one, and which part of it.</summary>
public sealed class GetVideoTests(KeptVideoFixture fixture) : IClassFixture<KeptVideoFixture>
{
    private static readonly byte[] Movie = EmulatedMovie.Make(1280, 720, 8);
    private readonly TestService _instance = fixture.Instance;
    private readonly string _name = fixture.Name;
    private readonly string _url = fixture.Url;

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
        using var owner = _instance.ClientFor(GenerationApplication.KeyOf(fixture.Account));
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
        using var owner = _instance.ClientFor(GenerationApplication.KeyOf(fixture.Account));

        await MissingAsync(owner, string.Format(System.Globalization.CultureInfo.InvariantCulture, address, _name));
    }

    [Fact]
    public async Task FileThatWasDeleted_IsMissing()
    {
        var (name, _) = await fixture.MakeAsync();
        using var owner = _instance.ClientFor(GenerationApplication.KeyOf(fixture.Account));
        (await owner.GetAsync(new Uri($"/v1/videos/{name}.mp4", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        File.Delete(Path.Combine(fixture.ImageFolder, "videos", name + ".mp4"));

        await MissingAsync(owner, $"/v1/videos/{name}.mp4");
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

/// <summary>A process with one video that is kept, for the tests of a class, which change nothing of it.</summary>
public sealed class KeptVideoFixture : IAsyncLifetime
{
    private GenerationApplication _application = null!;
    private VideoJobs _jobs = null!;

    public TestService Instance { get; private set; } = null!;

    public string ImageFolder => _application.ImageFolder;

    public Guid Account => _jobs.Account;

    /// <summary>The job's id on the wire.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Its signed address, without the host.</summary>
    public string Url { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _application = await GenerationApplication.CreateAsync();
        _application.Gemini.Polls.Default = "now";
        _jobs = new VideoJobs(_application);
        Instance = await _application.StartInstanceAsync();
        (Name, Url) = await MakeAsync();
    }

    /// <summary>One more video.</summary>
    public async Task<(string Name, string Url)> MakeAsync()
    {
        var job = await _jobs.OrderAsync();
        return (JobIds.ToWire(job), new Uri((string)(await _jobs.EndAsync(Instance, job))["images"]![0]!["url"]!).PathAndQuery);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
