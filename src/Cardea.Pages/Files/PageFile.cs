using System.IO.Compression;

namespace Cardea.Pages.Files;

/// <summary>A file of the pages.</summary>
/// <param name="name">The name in addresses.</param>
/// <param name="type">The content type.</param>
/// <param name="mark">A mark of the content.</param>
/// <param name="content">The content.</param>
internal sealed class PageFile(string name, string type, string mark, byte[] content)
{
    // The best compression takes a while: the first browser waits for it, and not the start.
    private readonly Lazy<byte[]> _compressed = new(() => Compress(content));

    public string Name => name;

    public string Type => type;

    public string Mark => mark;

    public byte[] Content => content;

    /// <summary>The content, compressed by Brotli (RFC 7932).</summary>
    public byte[] Compressed => _compressed.Value;

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.SmallestSize))
        {
            brotli.Write(content);
        }

        return compressed.ToArray();
    }
}
