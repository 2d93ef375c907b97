using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using NanoBanana.Testing.Emulators;
using NanoBanana.Testing.Processes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>Five hundred callers who send five megabytes at the same time: what a process holds does not follow from how many they are.</summary>
public sealed class UploadTests(UploadFixture fixture) : IClassFixture<UploadFixture>
{
    private const int Callers = 500;
    private const int MostMegabytes = 400;

    // 1,300 by 1,300 pixels of noise: what cannot be compressed is as large as its pixels.
    private const int Side = 1_300;

    [Fact]
    public async Task FiveHundredAtOnce_KeepEachProcessSmall()
    {
        var image = EmulatedImage.Noise(Side, Side);
        image.Length.ShouldBeInRange(5_000_000, 5 * 1024 * 1024);
        using var client = await fixture.ClientAsync();
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(4));

        var answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(number => UploadAsync(client, number, image, enough.Token)));

        // Whoever is not served is told to come back; nobody is failed.
        answers.ShouldAllBe(static status => status == HttpStatusCode.OK || status == HttpStatusCode.ServiceUnavailable);
        answers.Count(static status => status == HttpStatusCode.OK).ShouldBeGreaterThanOrEqualTo(32);
        foreach (var process in fixture.System.Services.All)
            PeakOf(process).ShouldBeLessThan(MostMegabytes, process.Name);
    }

    private static async Task<HttpStatusCode> UploadAsync(HttpClient client, int number, byte[] image, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent { { new StringContent($"upload {number}"), "prompt" }, { new StringContent("upload"), "filename" } };
        var file = new ByteArrayContent(image);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        form.Add(file, "files", "noise.png");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/generate") { Content = form };
        request.Headers.Add("X-Provider", "sandbox");
        using var response = await client.SendAsync(request, cancellationToken);
        return response.StatusCode;
    }

    /// <summary>The most that it ever had in memory, in megabytes.</summary>
    private static int PeakOf(ServiceProcess process)
    {
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/status")).Single(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1_024;
    }
}
