using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Cardea.AspNetCore.Passwords;

/// <summary>
/// The Pwned Passwords download: one <see cref="BreachKey"/> a line, sorted, with or without <c>:count</c>, with LF or CRLF. It
/// has some 40 GB, so it is searched in place, with some 35 reads of a block that the operating system has cached or not.
/// </summary>
internal sealed class BreachedFile : IDisposable
{
    // A key, a colon, a count and the end of the line, twice: wherever the middle is, a block around it has a whole line.
    private const int LongestLine = 64;

    // Enough to find a file that is sorted by count, or is something else, and done in a moment.
    private const int Samples = 256;

    private readonly SafeFileHandle _file;
    private readonly long _length;

    private BreachedFile(SafeFileHandle file)
    {
        _file = file;
        _length = RandomAccess.GetLength(file);
    }

    /// <summary>Opens the file.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static BreachedFile Open(string path) => new(File.OpenHandle(path, options: FileOptions.RandomAccess));

    /// <summary>Checks that a file can be read and looks sorted, by samples.</summary>
    /// <param name="path">The path; empty for no file.</param>
    /// <returns>The findings. Each names the setting and the fix.</returns>
    public static IEnumerable<string> Check(string path)
    {
        if (path.Length == 0)
        {
            return [];
        }

        try
        {
            using var file = Open(path);
            file.CheckOrder();
            return [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return [$"Cardea:Passwords:BreachedFile must be the Pwned Passwords download, sorted by hash, with one SHA-1 in hex a line; '{path}' can't be used: {exception.Message}"];
        }
    }

    /// <summary>True if a key is in the file.</summary>
    /// <exception cref="IOException">The file can't be read, or is not sorted lines of keys.</exception>
    public bool Contains(string key)
    {
        var (low, high) = (0L, _length);
        while (low < high)
        {
            var line = ReadLine(low + ((high - low) / 2));
            switch (string.CompareOrdinal(key, line.Key))
            {
                case 0:
                    return true;
                case < 0:
                    high = line.Start;
                    break;
                default:
                    low = line.End;
                    break;
            }
        }

        return false;
    }

    public void Dispose() => _file.Dispose();

    private void CheckOrder()
    {
        if (_length == 0)
        {
            throw new IOException("It is empty.");
        }

        var before = "";
        var end = 0L;
        for (var sample = 0; sample <= Samples; sample++)
        {
            var line = ReadLine(Math.Min(_length - 1, Math.Max(end, _length / Samples * sample)));
            if (line.Start >= end && string.CompareOrdinal(before, line.Key) >= 0)
            {
                throw new IOException($"It is not sorted by hash: see byte {line.Start}.");
            }

            (before, end) = (line.Key, line.End);
        }
    }

    // The line that a byte belongs to. The end of a line belongs to it.
    private (long Start, long End, string Key) ReadLine(long position)
    {
        Span<byte> block = stackalloc byte[2 * LongestLine];
        var from = Math.Max(0, position - LongestLine);
        block = block[..Read(block, from)];
        var middle = (int)(position - from);
        var start = block[..middle].LastIndexOf((byte)'\n') + 1;
        var length = block[start..].IndexOf((byte)'\n');
        var end = length < 0 ? block.Length : start + length + 1;
        var isWhole = (start > 0 || from == 0) && (length >= 0 || from + end == _length);
        return isWhole && KeyOf(block[start..end].TrimEnd("\r\n"u8)) is { } key
            ? (from + start, from + end, key)
            : throw new IOException($"It has a line that is no SHA-1 in hex: see byte {from + start}.");
    }

    private int Read(Span<byte> block, long from)
    {
        var read = 0;
        while (read < block.Length && RandomAccess.Read(_file, block[read..], from + read) is var more and > 0)
        {
            read += more;
        }

        return read;
    }

    private static string? KeyOf(ReadOnlySpan<byte> line)
    {
        if (line.Length < BreachKey.Length)
        {
            return null;
        }

        var count = line[BreachKey.Length..];
        var isCount = count.IsEmpty || (count[0] == ':' && count.Length > 1 && !count[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));
        var key = Encoding.ASCII.GetString(line[..BreachKey.Length]).ToUpperInvariant();
        return isCount && key.All(char.IsAsciiHexDigitUpper) ? key : null;
    }
}
