using System.Net;
using Microsoft.AspNetCore.Http;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Inputs;

/// <summary>Images that lie elsewhere: fetched from public addresses only, within limits.</summary>
public sealed class InputLinkTests(InputFixture fixture)
{
    private readonly Guid _account = Guid.NewGuid();

    [Theory]
    [InlineData("/image.png", HttpStatusCode.Created, "")]
    [InlineData("/moved", HttpStatusCode.Created, "")]
    [InlineData("/gone", HttpStatusCode.UnprocessableEntity, "There is no image at the address")]
    [InlineData("/page", HttpStatusCode.UnprocessableEntity, "The image is not a whole PNG, JPEG or WebP file")]
    [InlineData("/round", HttpStatusCode.UnprocessableEntity, "leads on too often")]
    [InlineData("/large", HttpStatusCode.UnprocessableEntity, "The image is larger than 20 MB")]
    [InlineData("/private", HttpStatusCode.UnprocessableEntity, "is not on a public host")]
    [InlineData("/cut", HttpStatusCode.UnprocessableEntity, "does not answer")]
    public async Task Address_Edited_IsFetchedOrRefusedByName(string path, HttpStatusCode status, string fault)
    {
        await using var files = await EmulatorHost.StartAsync(new EmulatorSwitchboard(), "http://127.0.0.1:0", ServeAsync);

        using var response = await InputFixture.PostAsync(fixture.ClientOf(_account), "/v1/edit", new { image = new Uri(files.Address, path).AbsoluteUri, prompt = "x" });

        var body = (await response.ShouldBeAsync(status))!.ToJsonString();
        if (fault.Length == 0)
            return;
        body.ShouldContain(fault.Replace("'", "\\u0027", StringComparison.Ordinal));
        body.ShouldContain("\"image\"");
        body.ShouldNotContain("secret of the page");
        (await fixture.JobsOfAsync(_account)).ShouldBe(0);
    }

    [Theory]
    [InlineData("http://10.0.0.1/a.png", "is not on a public host")]
    [InlineData("http://169.254.169.254/latest/meta-data", "is not on a public host")]
    [InlineData("http://[::ffff:10.0.0.1]/a.png", "is not on a public host")]
    [InlineData("http://127.0.0.1:9/a.png", "does not answer")]
    [InlineData("ftp://files.example/a.png", "without a user name")]
    [InlineData("http://user:secret@files.example/a.png", "without a user name")]
    [InlineData("file:///etc/passwd", "without a user name")]
    public async Task AddressThatIsNotForUs_IsRefused(string image, string fault)
    {
        using var response = await InputFixture.PostAsync(fixture.ClientOf(_account), "/v1/edit", new { image, prompt = "x" });

        var body = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!.ToJsonString();
        body.ShouldContain(fault);
        body.ShouldNotContain("secret");
    }

    [Fact]
    public async Task SameKey_AfterTheImageIsGone_AnswersTheSame()
    {
        var key = Guid.NewGuid().ToString();
        string first, address;
        await using (var files = await EmulatorHost.StartAsync(new EmulatorSwitchboard(), "http://127.0.0.1:0", ServeAsync))
        {
            address = new Uri(files.Address, "/image.png").AbsoluteUri;
            using var made = await InputFixture.PostAsync(fixture.ClientOf(_account), "/v1/edit", new { image = address, prompt = "x" }, key);
            first = (await made.ShouldBeAsync(HttpStatusCode.Created))!.ToJsonString();
        }

        using var repeated = await InputFixture.PostAsync(fixture.ClientOf(_account), "/v1/edit", new { image = address, prompt = "x" }, key);

        (await repeated.ShouldBeAsync(HttpStatusCode.Created))!.ToJsonString().ShouldBe(first);
    }

    private static async Task ServeAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        switch (context.Request.Path.Value)
        {
            case "/image.png":
                // Whatever it says it is, what is in it counts.
                response.ContentType = "text/plain";
                await response.Body.WriteAsync(EmulatedImage.Make(640, 480, "image/jpeg"));
                break;
            case "/moved":
                response.Redirect("/image.png");
                break;
            case "/round":
                response.Redirect("/round");
                break;
            case "/private":
                response.Redirect("http://10.0.0.1/image.png");
                break;
            case "/page":
                await response.WriteAsync("secret of the page");
                break;
            case "/large":
                response.ContentLength = 21 * 1024 * 1024;
                await response.Body.WriteAsync(new byte[64 * 1024]);
                break;
            case "/cut":
                response.ContentLength = 100_000;
                await response.Body.WriteAsync(new byte[1_000]);
                await response.Body.FlushAsync();
                context.Abort();
                break;
            default:
                response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }
}
