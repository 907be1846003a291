namespace Cardea.Pages.Files;

/// <summary>The file of the logo.</summary>
internal static class LogoFile
{
    private const int Largest = 256 * 1024;

    private static readonly string[] Extensions = [".svg", ".png", ".jpg", ".jpeg", ".webp"];

    /// <summary>Returns what is wrong with the setting; null if the file can be shown.</summary>
    public static string? Check(string path) =>
        path.Length == 0 ? null
        : !Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) ? $"Cardea:Logo must be a file {string.Join(", ", Extensions)}; it is '{path}'."
        : !File.Exists(path) ? $"Cardea:Logo must be a file that can be read; '{path}' is not there."
        : new FileInfo(path).Length > Largest ? $"Cardea:Logo must be a file of at most 256 KiB; '{path}' is larger."
        : null;

    /// <exception cref="SetupException">The file can't be shown.</exception>
    public static byte[] Read(string path) => Check(path) is { } finding ? throw new SetupException(finding) : File.ReadAllBytes(path);
}
