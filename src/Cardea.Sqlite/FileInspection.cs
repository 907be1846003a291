using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Formats.Tar;

namespace Cardea.Sqlite;

/// <summary>
/// Checks a file before anything is changed. It refuses a file of another program, or a path that is not a file, and leaves it
/// untouched. The header names the program (https://www.sqlite.org/fileformat.html, section 1.3).
/// </summary>
internal static class FileInspection
{
    private const int ApplicationIdAt = 68;
    private const int RootPageAt = 100;
    private const int RootCellsAt = 103;
    private const int HeaderSize = 108;
    private const byte LeafOfTable = 0x0D;

    // Closing a file drops every POSIX lock that this process holds on it. So a file that is in use here is not checked again.
    private static readonly ConcurrentDictionary<string, bool> Inspected = new(StringComparer.Ordinal);

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <summary>Says why the file can't be used; <see langword="null"/> if it is ours, empty or missing.</summary>
    public static string? FindObstacle(string path, int applicationId)
    {
        if (Inspected.ContainsKey(path))
        {
            return null;
        }

        var obstacle = Directory.Exists(path) ? "is a directory" : File.Exists(path) ? LookAt(path, applicationId) : null;
        if (obstacle is null)
        {
            Inspected.TryAdd(path, true);
        }

        return obstacle;
    }

    private static string? LookAt(string path, int applicationId)
    {
        if (new FileInfo(path).Length == 0)
        {
            return IsRegular(path) ? null : "is no regular file";
        }

        var header = new byte[HeaderSize];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize || !header.AsSpan().StartsWith(Magic))
        {
            return "is no SQLite database";
        }

        // If there is a journal, the header may be half written. SQLite rolls the journal back first, and reports what it finds.
        var owner = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(ApplicationIdAt));
        return owner == applicationId || (owner == 0 && IsEmpty(header)) || File.Exists($"{path}-journal") ? null : "belongs to another program";
    }

    private static bool IsEmpty(byte[] header) =>
        header[RootPageAt] == LeafOfTable && BinaryPrimitives.ReadInt16BigEndian(header.AsSpan(RootCellsAt)) == 0;

    // Devices and pipes have the length 0, and opening a pipe may never return. .NET tells their type only to archive writers.
    private static bool IsRegular(string path)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            writer.WriteEntry(target, "file");
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()?.EntryType == TarEntryType.RegularFile;
    }
}
