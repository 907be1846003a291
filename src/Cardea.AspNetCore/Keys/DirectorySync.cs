using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cardea.AspNetCore.Keys;

/// <summary>
/// Writes a directory's entries to the disk. Only then does the name of a new file survive a power failure (fsync(2)). .NET can't open
/// directories, so this calls the C library. Windows writes names with the file.
/// </summary>
internal static partial class DirectorySync
{
    private const int ReadOnly = 0;

    /// <exception cref="IOException">The directory can't be synced.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(directory, ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"The directory {directory} can't be opened (errno {Marshal.GetLastPInvokeError()}).");
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Sync(descriptor) != 0)
        {
            throw new IOException($"The directory {directory} can't be written to the disk (errno {Marshal.GetLastPInvokeError()}).");
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);
}
