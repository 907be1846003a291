using System.Text;

namespace Cardea.AspNetCore.Passwords;

/// <summary>
/// The passwords that are guessed first: some 95,000, folded as <see cref="PasswordFold"/> does, one a line, sorted by code.
/// They are searched in place, without a set of strings for what is asked once per registration.
/// </summary>
internal static class CommonPasswords
{
    private static readonly byte[] Lines = Read();

    /// <summary>True if a folded password is in the list.</summary>
    public static bool Contains(string password)
    {
        ReadOnlySpan<byte> wanted = Encoding.UTF8.GetBytes(password);
        ReadOnlySpan<byte> lines = Lines;
        while (!lines.IsEmpty)
        {
            // The line that holds the middle.
            var start = lines[..(lines.Length / 2)].LastIndexOf((byte)'\n') + 1;
            var end = start + lines[start..].IndexOf((byte)'\n');
            switch (wanted.SequenceCompareTo(lines[start..end]))
            {
                case 0:
                    return true;
                case < 0:
                    lines = lines[..start];
                    break;
                default:
                    lines = lines[(end + 1)..];
                    break;
            }
        }

        return false;
    }

    private static byte[] Read()
    {
        using var resource = typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        var lines = new byte[resource.Length];
        resource.ReadExactly(lines);
        return lines;
    }
}
