using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>A picture in the making. Shapes have soft edges, computed from the distance to their outline.</summary>
internal sealed class Canvas : IDisposable
{
    private nint _image;

    public Canvas(int width, int height)
    {
        (Width, Height) = (width, height);
        _image = Gd.Create(width, height);
        if (_image == 0)
            throw new InvalidOperationException("libgd has no memory for the picture.");
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>The length that is 1 in a picture of 1024 by 1024.</summary>
    public float Unit => MathF.Min(Width, Height) / 1024f;

    public void Rectangle(int left, int top, int right, int bottom, Ink ink, float opacity = 1)
    {
        if (left < right && top < bottom)
            Gd.FillRectangle(_image, left, top, right - 1, bottom - 1, ink.ToGd(opacity));
    }

    public void Gradient(Ink top, Ink bottom)
    {
        for (var y = 0; y < Height; y++)
            Rectangle(0, y, Width, y + 1, top.Toward(bottom, y / (float)Height));
    }

    /// <summary>One pixel, covered in part.</summary>
    public void Dot(int x, int y, Ink ink, float opacity)
    {
        if (opacity > 0.004f)
            Gd.SetPixel(_image, x, y, ink.ToGd(opacity));
    }

    public void Disc(float centreX, float centreY, float radius, Ink ink, float opacity = 1) =>
        Ring(centreX, centreY, 0, radius, ink, opacity);

    /// <summary>The area between two circles.</summary>
    public void Ring(float centreX, float centreY, float inner, float outer, Ink ink, float opacity = 1)
    {
        var bottom = Math.Min(Height - 1, (int)(centreY + outer + 1));
        for (var y = Math.Max(0, (int)(centreY - outer - 1)); y <= bottom; y++)
        {
            var down = y + 0.5f - centreY;
            var reach = Reach(outer + 0.5f, down);
            var solid = Reach(outer - 0.5f, down);
            var hole = inner > 0 ? Reach(inner + 0.5f, down) : 0;
            var empty = inner > 0 ? Reach(inner - 0.5f, down) : 0;
            var right = Math.Min(Width - 1, (int)(centreX + reach));
            for (var x = Math.Max(0, (int)(centreX - reach)); x <= right; x++)
            {
                var across = MathF.Abs(x + 0.5f - centreX);
                if (across < empty - 1)
                {
                    // Nothing is drawn until the far side of the hole.
                    x = Math.Max(x, (int)(centreX + empty) - 2);
                    continue;
                }

                if (across > hole + 1 && across < solid - 1)
                {
                    var end = x + 0.5f < centreX && hole > 0 ? centreX - hole - 1 : centreX + solid - 1;
                    var stop = Math.Clamp((int)end, x + 1, Width);
                    Rectangle(x, y, stop, y + 1, ink, opacity);
                    x = stop - 1;
                    continue;
                }

                var distance = MathF.Sqrt(across * across + down * down);
                var cover = Math.Clamp(outer - distance + 0.5f, 0, 1) * (inner > 0 ? Math.Clamp(distance - inner + 0.5f, 0, 1) : 1);
                Dot(x, y, ink, cover * opacity);
            }
        }
    }

    /// <summary>Everything below a line given by its height at each column.</summary>
    public void Below(Func<int, float> line, Ink ink, float opacity = 1)
    {
        for (var x = 0; x < Width; x++)
        {
            var edge = line(x);
            var full = Math.Max(0, (int)MathF.Ceiling(edge));
            if (full > 0 && full <= Height)
                Dot(x, full - 1, ink, (full - edge) * opacity);
            Rectangle(x, full, x + 1, Height, ink, opacity);
        }
    }

    /// <summary>Draws another image into a rectangle, as much of its middle as has that shape.</summary>
    /// <param name="image">A gd image, which stays its owner's.</param>
    public void Cover(nint image, int imageWidth, int imageHeight, int left, int right)
    {
        var width = right - left;
        var scale = MathF.Min((float)imageWidth / width, (float)imageHeight / Height);
        var (partWidth, partHeight) = (Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(Height * scale)));
        Gd.CopyScaled(_image, image, left, 0, (imageWidth - partWidth) / 2, (imageHeight - partHeight) / 2, width, Height, partWidth, partHeight);
    }

    /// <summary>Puts the pixels of another canvas of this size wherever a third, a mask, is opaque.</summary>
    public void Restore(Canvas original, Canvas mask)
    {
        const int halfTransparent = 64;
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                if (((Gd.GetPixel(mask._image, x, y) >> 24) & 0x7F) < halfTransparent)
                    Gd.SetPixel(_image, x, y, Gd.GetPixel(original._image, x, y));
            }
        }
    }

    /// <summary>Takes pixels as they come, their transparency with them, instead of letting what is below shine through.</summary>
    public void Replace() => Gd.SetBlending(_image, 0);

    public PooledBytes? ToPng() => GdImageCodec.EncodePng(_image);

    public void Dispose()
    {
        if (_image != 0)
            Gd.Destroy(_image);
        _image = 0;
    }

    private static float Reach(float radius, float down) => radius > MathF.Abs(down) ? MathF.Sqrt(radius * radius - down * down) : 0;
}
