using System.Net;

namespace NanoBanana.EndToEnd;

/// <summary>What is wrong with a request is the caller's failure and not ours, wherever on its way it would break something.</summary>
public sealed partial class EdgeTests
{
    [Theory]
    [InlineData("application/json; charset=nothing", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=\"\"", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.Created)]
    [InlineData("application/json; charset=\"UTF-8\"", HttpStatusCode.Created)]
    public async Task Charset_OfABody_IsRefusedWhenNobodyKnowsIt(string type, HttpStatusCode status)
    {
        using var user = (await fixture.System.SignUpAsync()).Client;
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await user.PostAsync(new Uri("/v1/keys", UriKind.Relative), content);
        await response.ShouldBeAsync(status);
    }

    [Fact]
    public async Task Header_BeyondAscii_IsForwardedAndNoFailureOfTheService()
    {
        using var user = (await fixture.System.SignUpAsync()).Client;
        for (var i = 0; i < 10; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/billing/balance");
            request.Headers.TryAddWithoutValidation("X-Note", "a\u00e9\u20ac");
            using var response = await user.SendAsync(request);
            await response.ShouldBeAsync(HttpStatusCode.OK);
        }
    }
}
