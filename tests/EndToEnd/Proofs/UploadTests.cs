using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using NanoBanana.Contracts.Billing;
using NanoBanana.Testing.Emulators;
using NanoBanana.Testing.Processes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>Many large forms at once: what is under way waits on the disk, not in memory.</summary>
public sealed class UploadTests(UploadFixture fixture, ITestOutputHelper output) : IClassFixture<UploadFixture>
{
    private const int Accounts = 20;
    private const int CallsOfEach = 25;
    private const double MostResident = 400_000_000;

    [Fact]
    public async Task FiveHundredFormsOfFiveMegabytesAtOnce_AreAllServedAndNoProcessPassesFourHundred()
    {
        var image = NoisyPng.Make(1_300, 5_000_000);
        image.Length.ShouldBeGreaterThan(4_990_000);
        var clients = new List<HttpClient>();
        for (var i = 0; i < Accounts; i++)
        {
            var account = await fixture.System.SignUpAsync();
            await fixture.System.ChangeTierAsync(account.Id, Tiers.Pro);
            clients.Add(fixture.System.ClientOf(0, (await account.CreateKeyAsync()).Text));
            clients[i].Timeout = TimeSpan.FromMinutes(5);
        }

        var peaks = fixture.System.Services.All.ToDictionary(static process => process, static _ => 0.0);
        using var enough = new CancellationTokenSource();
        var watching = WatchAsync(peaks, enough.Token);

        var statuses = await Task.WhenAll(clients.SelectMany(client => Enumerable.Range(0, CallsOfEach).Select(async _ =>
        {
            using var response = await EditAsync(client, image);
            return Tally.NameOf(response);
        })));

        await enough.CancelAsync();
        await watching;
        output.WriteLine(string.Join(", ", peaks.Select(static peak => string.Create(CultureInfo.InvariantCulture, $"{peak.Key.Name} {peak.Value / 1e6:0} MB"))));
        Tally.Of(statuses).ShouldBe($"200 x {Accounts * CallsOfEach}");
        foreach (var (process, peak) in peaks)
            peak.ShouldBeLessThan(MostResident, process.Name);
        (await fixture.System.SettledBooksAsync()).ShouldBalance();
        foreach (var client in clients)
            client.Dispose();
    }

    private static async Task<HttpResponseMessage> EditAsync(HttpClient client, byte[] image)
    {
        using var file = new ByteArrayContent(image) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
        using var form = new MultipartFormDataContent
        {
            { new StringContent("at night"), "prompt" },
            { new StringContent("256x256"), "size" },
            { new StringContent("url"), "response_format" },
            { file, "image", "noise.png" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/images/edits") { Content = form, Headers = { { "X-Provider", "sandbox" } } };
        return await client.SendAsync(request);
    }

    private static async Task WatchAsync(Dictionary<ServiceProcess, double> peaks, CancellationToken cancellationToken)
    {
        for (; !cancellationToken.IsCancellationRequested; await Task.Delay(100, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing))
        {
            foreach (var process in peaks.Keys)
                peaks[process] = Math.Max(peaks[process], Resident(process.Id));
        }
    }

    /// <summary>In bytes.</summary>
    private static double Resident(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line["VmRSS:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024.0;
    }
}
