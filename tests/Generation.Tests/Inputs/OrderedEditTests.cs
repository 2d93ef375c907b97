using System.Net;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Inputs;

/// <summary>Images of an order that its provider works at for minutes.</summary>
public sealed class OrderedEditTests
{
    private const int MoreThanAThirdOfIt = 400 * 1024;

    [Fact]
    public async Task ImagesOfAnOrder_GiveTheirRoomBackOnceItIsTaken()
    {
        await using var bfl = await BflEmulator.StartAsync();
        await using var application = await GenerationApplication.CreateAsync(
            ("PROVIDER_BFL_BASE_URL", bfl.Address.ToString()), ("PROVIDER_BFL_API_KEY", BflEmulator.DefaultKey), ("ENABLE_FALLBACK", "false"));

        // There is room for the images of one job.
        await using var instance = await application.StartInstanceAsync(("Inputs:MemoryBytes", "1048576"));
        using var client = instance.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid()));
        var image = Convert.ToBase64String(NoisyPng.Make(512, MoreThanAThirdOfIt));
        bfl.Polls.Default = "pending:0";

        var ordered = InputFixture.PostAsync(client, "/v1/edit", new { image, prompt = "an order" }, provider: "bfl");
        await application.EventuallyAsync(
            async () => (long)(await application.ScalarAsync("SELECT count(*) FROM generation.attempts WHERE state = 'accepted'"))! == 1, "the order is taken");
        using var next = await InputFixture.PostAsync(client, "/v1/edit", new { image, prompt = "meanwhile" }, provider: "google");

        await next.ShouldBeAsync(HttpStatusCode.Created);
        ordered.IsCompleted.ShouldBeFalse();
        bfl.Polls.Default = Behaviour.Ok;
        using var made = await ordered;
        await made.ShouldBeAsync(HttpStatusCode.Created);
    }
}
