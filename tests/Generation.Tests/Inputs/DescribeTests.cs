using System.Net;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Inputs;

/// <summary><c>POST /api/generate/describe</c>, over Google's protocol. With a process of its own: what the model says is set for all of it.</summary>
public sealed class DescribeTests : IAsyncLifetime
{
    private const string Path = "/api/generate/describe";
    private readonly Guid _account = Guid.NewGuid();
    private GenerationApplication _application = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _application = await GenerationApplication.CreateAsync();
        _client = (await _application.StartInstanceAsync()).ClientFor(GenerationApplication.KeyOf(_account));
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Theory]
    [InlineData("describe", "brief", "en", "Describe this image in one sentence, in English.")]
    [InlineData("reverse_prompt", "detailed", "zh", "Write the prompt that would make an image model draw this image in eight to twelve sentences, in Chinese.")]
    public async Task Image_Described_IsShownToTheModelAndCostsNothing(string mode, string detail, string language, string instruction)
    {
        _application.Gemini.Switchboard.Default = Behaviour.Parse("""says:{"description":" A garden. ","tags":["garden","snow","garden",7]}""");

        using var response = await InputFixture.PostAsync(_client, Path, new { image = InputFixture.Base64(), mode, detail_level = detail, language });

        var body = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        body.ToJsonString().ShouldStartWith($$"""{"success":true,"description":"A garden.","tags":["garden","snow"],"mode":"{{mode}}","detail_level":"{{detail}}","language":"{{language}}","provider":"google","model":"gemini-""");
        var sent = _application.Gemini.Switchboard.Requests.ShouldHaveSingleItem().Body;
        sent.ShouldContain(InputFixture.Base64());
        sent.ShouldContain(instruction);
        ((long)(await _application.AccountAsync(_account))["available"]!).ShouldBe(1_000);
    }

    [Theory]
    [InlineData("says:no json", HttpStatusCode.BadGateway, "provider.unavailable")]
    [InlineData("""says:{"tags":[]}""", HttpStatusCode.BadGateway, "provider.unavailable")]
    [InlineData("blocked", HttpStatusCode.BadRequest, "provider.refused_input")]
    [InlineData("throttled:30s", HttpStatusCode.ServiceUnavailable, "provider.throttled")]
    public async Task ModelThatDoesNot_IsToldInOurWords(string behaviour, HttpStatusCode status, string code)
    {
        _application.Gemini.Switchboard.Default = Behaviour.Parse(behaviour);

        using var response = await InputFixture.PostAsync(_client, Path, new { image = InputFixture.Base64() });

        response.ErrorCode().ShouldBe(code);
        ((int)response.StatusCode).ShouldBeOneOf((int)status, 429, 502, 503);
    }

    [Theory]
    [InlineData("""{}""", "image")]
    [InlineData("""{"image":"IMAGE","mode":"guess"}""", "mode")]
    [InlineData("""{"image":"IMAGE","detail_level":"endless"}""", "detail_level")]
    [InlineData("""{"image":"IMAGE","language":"xx"}""", "language")]
    [InlineData("""{"image":"AAAAAAAA"}""", "image")]
    public async Task BadField_IsNamedAndNobodyIsAsked(string body, string field)
    {
        using var response = await _client.PostAsync(
            new Uri(Path, UriKind.Relative), new StringContent(body.Replace("IMAGE", InputFixture.Base64(), StringComparison.Ordinal), null, "application/json"));

        (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!.ToJsonString().ShouldContain(field);
        _application.Gemini.Switchboard.Count.ShouldBe(0);
    }

    [Fact]
    public async Task NoModelThatSees_Is503()
    {
        using var client = (await _application.StartInstanceAsync(("GOOGLE_API_KEY", ""), ("PROVIDER_SANDBOX_ENABLED", "true"))).ClientFor(GenerationApplication.KeyOf(_account));

        using var response = await InputFixture.PostAsync(client, Path, new { image = InputFixture.Base64() });

        response.ErrorCode().ShouldBe("provider.not_configured");
    }
}
