using Microsoft.Extensions.Configuration;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Tests.Inputs;

/// <summary>Which models may work with what a request brings along.</summary>
public sealed class ReferenceFitTests
{
    private static readonly InputImage Png = new("sha256:0") { MediaType = "image/png", Length = 1_000, StorageKey = "x" };
    private static readonly InputImage Webp = Png with { MediaType = "image/webp", Length = 9_000 };
    private static readonly InputImage Mask = Png with { IsMask = true };
    private readonly ReferenceFit _private = new(new ConfigurationBuilder().Build());
    private readonly ReferenceFit _public = new(new ConfigurationBuilder().AddInMemoryCollection([new("PublicUrl", "https://images.example")]).Build());

    [Fact]
    public void NothingBrought_FitsWhoeverNeedsNothing()
    {
        _private.Suffice(new ProviderModel("a"), Request()).ShouldBeTrue();
        _private.Suffice(new ProviderModel("a") { MinReferences = 1, MaxReferences = 1 }, Request()).ShouldBeFalse();
        _private.Suffice(new ProviderModel("a") { MinReferences = 1, MaxReferences = 1, NeutralBase = true }, Request()).ShouldBeFalse();
        _public.Suffice(new ProviderModel("a") { MinReferences = 1, MaxReferences = 1, NeutralBase = true }, Request()).ShouldBeTrue();
        _private.Missing(Request()).ShouldBeNull();
    }

    [Theory]
    [InlineData(0, 0, 1, false)]
    [InlineData(0, 1, 1, true)]
    [InlineData(0, 1, 2, false)]
    [InlineData(2, 4, 1, false)]
    [InlineData(2, 4, 4, true)]
    public void Count_MustBeWithinTheModels(int least, int most, int brought, bool fits) =>
        _private.Suffice(new ProviderModel("a") { MinReferences = least, MaxReferences = most }, Request([.. Enumerable.Repeat(Png, brought)])).ShouldBe(fits);

    [Fact]
    public void Mask_TypeSizeAndAddress_EachRuleOut()
    {
        var model = new ProviderModel("a") { MaxReferences = 2 };

        _private.Suffice(model, Request(Png, Mask)).ShouldBeFalse();
        _private.Suffice(model with { TakesMask = true }, Request(Png, Mask)).ShouldBeTrue();
        _private.Suffice(model with { ReferenceTypes = ["png", "jpeg"] }, Request(Png)).ShouldBeTrue();
        _private.Suffice(model with { ReferenceTypes = ["png", "jpeg"] }, Request(Webp)).ShouldBeFalse();
        _private.Suffice(model with { MaxReferenceBytes = 5_000 }, Request(Webp)).ShouldBeFalse();
        _private.Suffice(model with { ReferencesByAddress = true }, Request(Png)).ShouldBeFalse();
        _public.Suffice(model with { ReferencesByAddress = true }, Request(Png)).ShouldBeTrue();
        _private.Missing(Request(Png, Mask))!.Code.Code.ShouldBe("provider.not_capable");
    }

    private static GenerationRequest Request(params InputImage[] inputs) =>
        new("x", 1024, 1024, 1, "natural", "edit", "saas") { Inputs = inputs.Length == 0 ? null : inputs };
}
