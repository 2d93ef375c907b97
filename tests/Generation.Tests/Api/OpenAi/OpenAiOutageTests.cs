using System.Net;
using NanoBanana.Generation.Tests.Api.Kie;
using NanoBanana.Generation.Tests.Imaging;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Api.OpenAi;

/// <summary>What a call is answered when something that it needs is away.</summary>
public sealed class OpenAiOutageTests
{
    private static readonly (string, string) Key = ("Idempotency-Key", "k");

    [Fact]
    public async Task NothingKept_BytesAndAddressesAreAnsweredOnce()
    {
        await using var setup = await KieSetup.CreateAsync(("STORAGE_BACKEND", "none"));
        using var bytes = await setup.Hooks.Client.GenerateAsync(new { prompt = "kept nowhere", output_format = "jpeg" }, Key);
        using var again = await setup.Hooks.Client.GenerateAsync(new { prompt = "kept nowhere", output_format = "jpeg" }, Key);
        using var address = await setup.Hooks.Client.GenerateAsync(new { prompt = "kept nowhere", response_format = "url" });

        TestCodec.Create().Measure((await bytes.ImagesAsync()).Single())!.MediaType.ShouldBe("image/jpeg");
        (await again.ErrorAsync(HttpStatusCode.Gone)).Code.ShouldBe("generation.result_not_kept");
        ((string)(await address.ShouldBeAsync(HttpStatusCode.OK))!["data"]![0]!["url"]!).ShouldStartWith("data:image/png;base64,");
    }

    [Fact]
    public async Task ImageThatIsGone_Repeated_IsNotFoundWithAStreamAndWithout()
    {
        await using var setup = await KieSetup.CreateAsync();
        using var first = await setup.Hooks.Client.GenerateAsync(new { prompt = "lost", n = 2 }, Key);
        await first.ShouldBeAsync(HttpStatusCode.OK);
        File.Delete(Directory.GetFiles(setup.Application.ImageFolder, "*-2.png", SearchOption.AllDirectories).ShouldHaveSingleItem());

        foreach (var stream in new[] { false, true })
        {
            using var again = await setup.Hooks.Client.GenerateAsync(new { prompt = "lost", n = 2, stream }, Key);
            (await again.ErrorAsync(HttpStatusCode.NotFound)).Code.ShouldBe("generation.image_not_found");
        }

        await setup.BalanceBecomesAsync(960);
    }

    [Fact]
    public async Task NoRoomForTemporaryFiles_SaysSoAndChargesNothingForAnEdit()
    {
        var folder = Directory.CreateTempSubdirectory("nanobanana-spool-").FullName;
        await using var setup = await KieSetup.CreateAsync(("Storage:SpoolPath", folder));
        Directory.Delete(folder);

        using var edit = await setup.Hooks.Client.EditAsync(OpenAiCalls.Form("x", ("image", EmulatedImage.Make(64, 64, "image/png"))));
        using var made = await setup.Hooks.Client.GenerateAsync(new { prompt = "x" }, Key);

        var error = await edit.ErrorAsync(HttpStatusCode.ServiceUnavailable);
        (error.Type, error.Code).ShouldBe(("server_error", "storage.unavailable"));
        (await made.ErrorAsync(HttpStatusCode.ServiceUnavailable)).Code.ShouldBe("service.unavailable");

        // The image was made and is paid for: it comes once there is room.
        Directory.CreateDirectory(folder);
        using var again = await setup.Hooks.Client.GenerateAsync(new { prompt = "x" }, Key);
        (await again.ImagesAsync()).ShouldHaveSingleItem();
        setup.Application.Gemini.Switchboard.Count.ShouldBe(1);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BillingAway_IsAFailureThatIsWorthARepeat(bool stream)
    {
        await using var setup = await KieSetup.CreateAsync();
        await setup.Application.StopBillingAsync();

        using var response = await setup.Hooks.Client.GenerateAsync(new { prompt = "x", stream });

        if (response.Content.Headers.ContentType!.MediaType == "text/event-stream")
            ((string?)(await response.EventsAsync()).ShouldHaveSingleItem().Data["error"]!["type"]).ShouldBe("server_error");
        else
            (await response.ErrorAsync(HttpStatusCode.ServiceUnavailable)).Type.ShouldBe("server_error");
        await setup.Application.StartBillingAsync();
        await setup.BalanceBecomesAsync(1_000);
    }
}
