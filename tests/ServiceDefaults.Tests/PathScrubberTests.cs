using System.Diagnostics;
using NanoBanana.ServiceDefaults.Telemetry;

namespace NanoBanana.ServiceDefaults.Tests;

public sealed class PathScrubberTests
{
    [Theory]
    [InlineData("/v1/keys/nb_live_0123456789abcdef0123456789abcdef", "/v1/keys/*")]
    [InlineData("http://127.0.0.1:5000/v1/keys/nb_live_0123456789abcdef0123456789abcdef", "http://127.0.0.1:5000/v1/keys/*")]
    [InlineData("/v1/AIzaSyA1234567890123456789012345678901/x", "/v1/*/x")]
    [InlineData("/v1/keys/01a200fa-b814-7828-98e1-f62a8b5b7292", "/v1/keys/01a200fa-b814-7828-98e1-f62a8b5b7292")]
    [InlineData("/v1/images/gen_01a200fa-b814-7828-98e1-f62a8b5b7292-2.png", "/v1/images/gen_01a200fa-b814-7828-98e1-f62a8b5b7292-2.png")]
    [InlineData("/v1/keys/nb_live_0123456789abcdef0123456789abcdef01a200fa-b814-7828-98e1-f62a8b5b7292", "/v1/keys/*")]
    [InlineData("http://a-very-long-name-of-a-host.example.com:8080/v1/generate", "http://a-very-long-name-of-a-host.example.com:8080/v1/generate")]
    [InlineData("/v1/generate", "/v1/generate")]
    [InlineData("/", "/")]
    public void Path_Scrubbed_KeepsWordsAndIdsOnly(string path, string expected) => PathScrubber.Scrub(path).ShouldBe(expected);

    [Fact]
    public void Span_Ended_HasItsPathScrubbed()
    {
        using var scrubber = new PathScrubber();
        using var span = new Activity("GET");
        span.SetTag("url.full", "http://keys/v1/keys/nb_live_0123456789abcdef0123456789abcdef");
        span.SetTag("http.route", "/v1/keys/{key_id}");

        scrubber.OnEnd(span);

        span.GetTagItem("url.full").ShouldBe("http://keys/v1/keys/*");
        span.GetTagItem("http.route").ShouldBe("/v1/keys/{key_id}");
    }
}
