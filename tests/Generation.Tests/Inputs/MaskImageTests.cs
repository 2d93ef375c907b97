using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Tests.Imaging;

namespace NanoBanana.Generation.Tests.Inputs;

public sealed class MaskImageTests
{
    [Fact]
    public void WhiteMask_Becomes_TransparentThere()
    {
        using var mask = MaskImage.ToPng(Masks.WhiteLeftHalf(200, 100), "image/png", 400, 200).ShouldNotBeNull();

        TestCodec.Create().Measure(mask.Memory.Span).ShouldBe(new ImageInfo("image/png", 400, 200));
        Masks.IsTransparentAt(mask.Memory.Span, 20, 20).ShouldBeTrue();
        Masks.IsTransparentAt(mask.Memory.Span, 380, 20).ShouldBeFalse();
    }

    [Fact]
    public void TransparentMask_KeepsItsWindow_WhateverItsColours()
    {
        using var mask = MaskImage.ToPng(Masks.Window(200, 200), "image/png", 200, 200).ShouldNotBeNull();

        Masks.IsTransparentAt(mask.Memory.Span, 10, 10).ShouldBeTrue();
        Masks.IsTransparentAt(mask.Memory.Span, 150, 150).ShouldBeFalse();
    }

    [Fact]
    public void MaskWithoutAMark_IsNone()
    {
        MaskImage.ToPng(Masks.Black(64, 64), "image/png", 64, 64).ShouldBeNull();
        MaskImage.ToPng("not an image"u8, "image/png", 64, 64).ShouldBeNull();
    }
}
