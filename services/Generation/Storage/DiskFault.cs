using System.Runtime.InteropServices;

namespace NanoBanana.Generation.Storage;

/// <summary>How a disk says no.</summary>
internal static class DiskFault
{
    private const PosixSignal FileSizeExceeded = (PosixSignal)25;

    /// <summary>
    /// A write beyond the process's limit for files (ulimit -f, LimitFSIZE) sends a signal that ends a process by default. Ignored, the
    /// write fails like any other that finds no room.
    /// </summary>
    public static PosixSignalRegistration SurviveFileSizeLimit() => PosixSignalRegistration.Create(FileSizeExceeded, static signal => signal.Cancel = true);

    /// <summary>A write beyond the process's limit for files is an argument out of range to .NET.</summary>
    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;
}
