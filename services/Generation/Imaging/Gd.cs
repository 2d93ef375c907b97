using System.Runtime.InteropServices;

namespace NanoBanana.Generation.Imaging;

/// <summary>
/// The functions of libgd that we call, and zlib's checksum, which libgd brings along. A plain C library because no managed imaging
/// package restores on every feed; its ABI has been the same since 2.0.
/// </summary>
/// <remarks>Handles are plain pointers: every user destroys its own in a finally block, and none outlives a method.</remarks>
internal static class Gd
{
    public const string MissingMessage = "The image library libgd is missing: install the package libgd3 (apt-get install libgd3).";

    /// <summary>
    /// GD_CATMULLROM: sharp, and every source pixel counts when reducing. Unlike the library's fixed-point methods it runs in two
    /// passes, rows then columns, which takes a fraction of their time.
    /// </summary>
    public const int CatmullRom = 9;

    private const string Library = "libgd.so.3";
    private const string Zlib = "libz.so.1";

    // Held for as long as the process: libgd keeps the pointer.
    private static readonly ErrorSink Listener = static (_, _, _) => _complained = true;

    [ThreadStatic]
    private static bool _complained;

    private delegate void ErrorSink(int priority, nint format, nint arguments);

    /// <summary>Whether the library can be loaded. Also keeps it from printing to standard error.</summary>
    public static bool IsInstalled { get; } = TryPrepare();

    /// <summary>Whether the library complained on this thread since it was last asked: it decodes half a JPEG and says so only there.</summary>
    public static bool TakeComplaint()
    {
        var complained = _complained;
        _complained = false;
        return complained;
    }

    [DllImport(Library, EntryPoint = "gdImageCreateFromPngPtr")]
    public static extern nint FromPng(int size, ref byte data);

    [DllImport(Library, EntryPoint = "gdImageCreateFromJpegPtrEx")]
    public static extern nint FromJpeg(int size, ref byte data, int ignoreWarnings);

    [DllImport(Library, EntryPoint = "gdImageCreateFromWebpPtr")]
    public static extern nint FromWebp(int size, ref byte data);

    [DllImport(Library, EntryPoint = "gdImageCreateTrueColor")]
    public static extern nint Create(int width, int height);

    // A gd image begins with an array of rows that only palettes have, then its two sides: `gdImageStruct` in gd.h, unchanged since 2.0.
    private const int WidthAt = 8;
    private const int HeightAt = 12;

    public static int WidthOf(nint image) => Marshal.ReadInt32(image, WidthAt);

    public static int HeightOf(nint image) => Marshal.ReadInt32(image, HeightAt);

    [DllImport(Library, EntryPoint = "gdImageDestroy")]
    public static extern void Destroy(nint image);

    [DllImport(Library, EntryPoint = "gdImageSetInterpolationMethod")]
    public static extern int SetInterpolation(nint image, int method);

    [DllImport(Library, EntryPoint = "gdImageScale")]
    public static extern nint Scale(nint image, uint width, uint height);

    [DllImport(Library, EntryPoint = "gdImageCopyResampled")]
    public static extern void CopyScaled(
        nint target, nint source, int targetX, int targetY, int sourceX, int sourceY, int targetWidth, int targetHeight, int sourceWidth, int sourceHeight);

    [DllImport(Library, EntryPoint = "gdImageCopy")]
    public static extern void Copy(nint target, nint source, int targetX, int targetY, int sourceX, int sourceY, int width, int height);

    [DllImport(Library, EntryPoint = "gdImagePaletteToTrueColor")]
    public static extern int ToTrueColor(nint image);

    [DllImport(Library, EntryPoint = "gdImageAlphaBlending")]
    public static extern void SetBlending(nint image, int blend);

    [DllImport(Library, EntryPoint = "gdImageSaveAlpha")]
    public static extern void SaveAlpha(nint image, int save);

    [DllImport(Library, EntryPoint = "gdImagePngPtrEx")]
    public static extern nint ToPng(nint image, out int size, int level);

    [DllImport(Library, EntryPoint = "gdImageJpegPtr")]
    public static extern nint ToJpeg(nint image, out int size, int quality);

    [DllImport(Library, EntryPoint = "gdImageWebpPtrEx")]
    public static extern nint ToWebp(nint image, out int size, int quality);

    [DllImport(Library, EntryPoint = "gdFree")]
    public static extern void Free(nint pointer);

    [DllImport(Library, EntryPoint = "gdImageSetPixel")]
    public static extern void SetPixel(nint image, int x, int y, int color);

    [DllImport(Library, EntryPoint = "gdImageGetTrueColorPixel")]
    public static extern int GetPixel(nint image, int x, int y);

    [DllImport(Library, EntryPoint = "gdImageFilledRectangle")]
    public static extern void FillRectangle(nint image, int left, int top, int right, int bottom, int color);

    [DllImport(Library, EntryPoint = "gdFontGetGiant")]
    public static extern nint GiantFont();

    [DllImport(Library, EntryPoint = "gdImageString")]
    public static extern void DrawString(nint image, nint font, int x, int y, byte[] text, int color);

    [DllImport(Zlib, EntryPoint = "crc32")]
    public static extern nuint Crc32(nuint seed, ref byte data, uint length);

    [DllImport(Library, EntryPoint = "gdSetErrorMethod")]
    private static extern void SetErrorSink(ErrorSink sink);

    private static bool TryPrepare()
    {
        try
        {
            SetErrorSink(Listener);
            return true;
        }
        catch (DllNotFoundException)
        {
            return false;
        }
    }
}
