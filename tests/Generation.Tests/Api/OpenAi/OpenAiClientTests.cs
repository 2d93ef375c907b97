using System.ClientModel;
using System.ClientModel.Primitives;
using NanoBanana.Generation.Tests.Api.Kie;
using NanoBanana.Generation.Tests.Imaging;
using NanoBanana.Testing.Emulators;
using OpenAI;
using OpenAI.Images;
using OpenAI.Models;

namespace NanoBanana.Generation.Tests.Api.OpenAi;

/// <summary>OpenAI's own client for .NET, told nothing but another address.</summary>
public sealed class OpenAiClientTests : IAsyncLifetime
{
    private KieSetup _setup = null!;

    public async ValueTask InitializeAsync() => _setup = await KieSetup.CreateAsync();

    public async ValueTask DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task Client_GeneratesWithAllItsOptions()
    {
#pragma warning disable OPENAI001 // The client's own word for what it may still change.
        var images = (await ClientOf("sandbox-1").GenerateImagesAsync("a lighthouse", 2, new ImageGenerationOptions
        {
            Size = GeneratedImageSize.W256xH256,
            Quality = "high",
            OutputFileFormat = "webp",
            OutputCompressionFactor = 80,
            Background = "opaque",
            ModerationLevel = "low",
            EndUserId = "u-1",
        })).Value;

        images.Count.ShouldBe(2);
        foreach (var image in images)
            TestCodec.Create().Measure(image.ImageBytes.ToMemory().Span).ShouldBe(new("image/webp", 256, 256));
        images.CreatedAt.ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
        (images.OutputFileFormat?.ToString(), images.Background?.ToString()).ShouldBe(("webp", "opaque"));
#pragma warning restore OPENAI001
    }

    [Fact]
    public async Task Client_OfDallE_GetsAddresses()
    {
        var image = (await ClientOf("dall-e-3").GenerateImageAsync("a lighthouse")).Value;

        image.ImageBytes.ShouldBeNull();
        TestCodec.Create().Measure(await _setup.Hooks.Client.GetByteArrayAsync(image.ImageUri)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Client_EditsWithAMask()
    {
        using var picture = new MemoryStream(EmulatedImage.Make(256, 256, "image/png"));
        using var mask = new MemoryStream(Inputs.Masks.WhiteLeftHalf(256, 256));

        var image = (await ClientOf("sandbox-1").GenerateImageEditAsync(picture, "picture.png", "in snow", mask, "mask.png", new ImageEditOptions { Size = GeneratedImageSize.W512xH512 })).Value;

        TestCodec.Create().Measure(image.ImageBytes.ToMemory().Span).ShouldBe(new("image/png", 512, 512));
    }

    [Fact]
    public async Task Client_OfAnUnknownModel_IsToldItsParameter()
    {
        var failure = await Should.ThrowAsync<ClientResultException>(async () => await ClientOf("no-such").GenerateImageAsync("x"));

        failure.Status.ShouldBe(400);
        failure.Message.ShouldContain("invalid_value");
        failure.Message.ShouldContain("Parameter: model");
    }

    [Fact]
    public async Task Client_ThatIsThrottled_ComesAgainWhenItIsTold()
    {
        _setup.Application.Gemini.Switchboard.Next("throttled:1s");
        var began = TimeProvider.System.GetTimestamp();

        await ClientOf("dall-e-3").GenerateImageAsync("a lighthouse");

        _setup.Application.Gemini.Switchboard.Count.ShouldBe(2);
        TimeProvider.System.GetElapsedTime(began).ShouldBeInRange(TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(20));
        await _setup.BalanceBecomesAsync(980);
    }

    [Fact]
    public async Task Client_ListsAndShowsModels()
    {
        var client = new OpenAIModelClient(new ApiKeyCredential("unused"), Options);

        (await client.GetModelsAsync()).Value.ShouldContain(static model => model.Id == "sandbox-1");
        (await client.GetModelAsync("sandbox-1")).Value.OwnedBy.ShouldBe("sandbox");
        (await Should.ThrowAsync<ClientResultException>(async () => await client.GetModelAsync("no-such"))).Status.ShouldBe(404);
    }

    private OpenAIClientOptions Options => new()
    {
        Endpoint = new Uri(_setup.Hooks.Instance.Address, "/openai/v1"),
        Transport = new HttpClientPipelineTransport(_setup.Hooks.Client),
    };

    private ImageClient ClientOf(string model) => new(model, new ApiKeyCredential("unused"), Options);
}
