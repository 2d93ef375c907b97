using System.Net;

namespace NanoBanana.Generation.Tests.Queue;

/// <summary>Orders for videos that no provider takes: here there is Google alone.</summary>
public sealed class VideoRefusalTests(GoogleAloneFixture fixture) : QueueTestBase(fixture), IClassFixture<GoogleAloneFixture>
{
    [Theory]
    [InlineData("""{"prompt":"x","duration":61}""", HttpStatusCode.UnprocessableEntity, "duration")]
    [InlineData("""{"prompt":"x","resolution":"8K"}""", HttpStatusCode.UnprocessableEntity, "resolution")]
    [InlineData("""{"prompt":"x","fps":14}""", HttpStatusCode.UnprocessableEntity, "fps")]
    [InlineData("""{"prompt":"x","aspect_ratio":"2:1"}""", HttpStatusCode.UnprocessableEntity, "aspect_ratio")]
    [InlineData("""{"duration":5}""", HttpStatusCode.UnprocessableEntity, "prompt")]
    [InlineData("""{"prompt":"x","duration":9}""", HttpStatusCode.BadRequest, "longest")]
    [InlineData("""{"prompt":"x","resolution":"480p"}""", HttpStatusCode.BadRequest, "offered are")]
    public async Task WhatNobodyMakes_IsRefusedByName(string json, HttpStatusCode expected, string said)
    {
        using var response = await Client.Http.PostAsync(new Uri("/v1/videos", UriKind.Relative), new StringContent(json, null, "application/json"));
        response.StatusCode.ShouldBe(expected);
        (await response.Content.ReadAsStringAsync()).ShouldContain(said);
        await BalanceBecomesAsync(1000);
    }
}

/// <summary>A process without the sandbox.</summary>
public sealed class GoogleAloneFixture : QueueFixture
{
    private protected override bool HasSandbox => false;
}
