using System.Diagnostics;

namespace NanoBanana.EndToEnd;

/// <summary>The interactive documentation in a real browser, whose own rules decide whether our content policy lets it work.</summary>
public sealed class DocsInABrowserTests(SystemFixture fixture) : IClassFixture<SystemFixture>
{
    private static readonly string[] Quiet =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--enable-logging=stderr", "--virtual-time-budget=15000",

        // So tall that the whole list is to be seen: what is not is not rendered.
        "--window-size=1400,30000",
    ];

    [Fact]
    public async Task Docs_OpenedInABrowser_ListTheOperationsAndBreakNoPolicy()
    {
        var profile = Directory.CreateTempSubdirectory("nanobanana-browser-").FullName;
        try
        {
            var start = new ProcessStartInfo("chromium", [.. Quiet, $"--user-data-dir={profile}", "--dump-dom", new Uri(fixture.System.Url, "/docs/index.html").ToString()])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var browser = Process.Start(start)!;
            var page = browser.StandardOutput.ReadToEndAsync();
            var log = browser.StandardError.ReadToEndAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            try
            {
                await browser.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                browser.Kill(entireProcessTree: true);
            }

            (await page).ShouldContain("operations-Generation-Generate");
            (await page).ShouldContain("/v1/usage/summary");
            (await log).ShouldNotContain("Content Security Policy");
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }
}
