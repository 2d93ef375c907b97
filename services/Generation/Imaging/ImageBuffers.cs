using System.Buffers;

namespace NanoBanana.Generation.Imaging;

/// <summary>
/// Buffers for the bytes of images. The runtime's shared pool keeps one of each size for each thread and many more for each core, which under
/// five hundred uploads of five megabytes came to some 60 MB that nobody used; of large ones this keeps a few for the whole process, and leaves the rest to the collector.
/// </summary>
internal sealed class ImageBuffers : ArrayPool<byte>
{
    private const int Large = 1024 * 1024;
    private const int Largest = 64 * 1024 * 1024;
    private const int KeptOfASize = 4;
    private readonly ArrayPool<byte> _large = Create(Largest, KeptOfASize);

    private ImageBuffers()
    {
    }

    public static ArrayPool<byte> Pool { get; } = new ImageBuffers();

    // Both pools round up to powers of two: what was rented as large is so by its length.
    public override byte[] Rent(int minimumLength) => minimumLength > Large ? _large.Rent(minimumLength) : Shared.Rent(minimumLength);

    public override void Return(byte[] array, bool clearArray = false)
    {
        if (array.Length > Large)
            _large.Return(array, clearArray);
        else
            Shared.Return(array, clearArray);
    }
}
