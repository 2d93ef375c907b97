using Microsoft.AspNetCore.Http;
using NanoBanana.Gateway.Credentials;

namespace NanoBanana.Gateway.Tests;

/// <summary>A credential is told apart by its text alone, in whichever header it comes.</summary>
public sealed class PresentedCredentialTests
{
    [Theory]
    [InlineData(null, null, "None")]
    [InlineData("Bearer nb_live_0123456789abcdef0123456789abcdef", null, "ApiKey")]
    [InlineData("bearer nb_live_0123456789abcdef0123456789abcdef", null, "ApiKey")]
    [InlineData(null, "bnt_x", "ApiKey")]
    [InlineData("Bearer aa.bb.cc", null, "Token")]
    [InlineData("Bearer aa.bb", null, "Other")]
    [InlineData("Bearer aa..cc", null, "Other")]
    [InlineData("Bearer aa.bb.cc.dd", null, "Other")]
    [InlineData("Basic dXNlcjpwYXNz", null, "Other")]
    [InlineData(null, "AIzaSyCallersOwn", "Other")]
    [InlineData("Bearer nb_live_a", "nb_live_a", "ApiKey")]
    [InlineData("Bearer nb_live_a", "nb_live_b", "Conflicting")]
    [InlineData("Bearer aa.bb.cc", "nb_live_b", "Conflicting")]
    public void Headers_Read_HaveTheForm(string? authorization, string? key, string form)
    {
        var request = new DefaultHttpContext().Request;
        if (authorization is not null)
            request.Headers.Authorization = authorization;
        if (key is not null)
            request.Headers["X-API-Key"] = key;
        PresentedCredential.Of(request).Form.ToString().ShouldBe(form);
    }

    [Theory]
    [InlineData(null, null, null, "None", "")]
    [InlineData("nb_live_a", null, null, "ApiKey", "nb_live_a")]
    [InlineData(null, "nb_live_a", null, "ApiKey", "nb_live_a")]
    [InlineData(null, null, "Bearer nb_live_a", "ApiKey", "nb_live_a")]
    [InlineData("nb_live_a", "nb_live_a", "Bearer nb_live_a", "ApiKey", "nb_live_a")]
    [InlineData("nb_live_a", "nb_live_b", null, "Conflicting", "")]
    [InlineData("nb_live_a", null, "Bearer nb_live_b", "Conflicting", "")]
    [InlineData(null, "nb_live_a&key=nb_live_b", null, "ApiKey", "nb_live_a,nb_live_b")]
    [InlineData("AIzaSyGooglesOwn", null, null, "Other", "AIzaSyGooglesOwn")]
    public void KeyAsGooglesClientsSendIt_Read_IsOursOnlyWhereItsRouteSays(string? header, string? query, string? authorization, string form, string text)
    {
        var request = new DefaultHttpContext().Request;
        if (header is not null)
            request.Headers["x-goog-api-key"] = header;
        if (query is not null)
            request.QueryString = new QueryString("?key=" + query);
        if (authorization is not null)
            request.Headers.Authorization = authorization;
        var presented = PresentedCredential.OfGoogleClient(request);
        (presented.Form.ToString(), presented.Text).ShouldBe((form, text));
        PresentedCredential.Of(request).Form.ToString().ShouldBe(authorization is null ? "None" : "ApiKey");
    }
}
