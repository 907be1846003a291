using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Cardea.Pages.Settings;

namespace Cardea.Pages.Files;

/// <summary>The files that the pages load: style, scripts and pictures.</summary>
internal sealed class PageAssets
{
    private const string Theme = "theme.css";

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".webp"] = "image/webp",
    };

    private readonly FrozenDictionary<string, PageFile> _files;

    /// <summary>Reads the files of this package, and those of the settings.</summary>
    /// <exception cref="SetupException">The logo can't be read.</exception>
    public PageAssets(PageOptions look)
    {
        var files = Embedded().ToDictionary(static file => file.Name, StringComparer.Ordinal);
        if (ThemeFile.Write(look) is { Length: > 0 } theme)
        {
            files[Theme] = Make(Theme, Encoding.UTF8.GetBytes(theme));
        }

        if (look.Logo.Length > 0)
        {
            Logo = $"logo{Path.GetExtension(look.Logo)}";
            files[Logo] = Make(Logo, LogoFile.Read(look.Logo));
        }

        _files = files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>True if the settings name a colour.</summary>
    public bool HasTheme => _files.ContainsKey(Theme);

    /// <summary>The name of the logo; null without one.</summary>
    public string? Logo { get; }

    /// <summary>A file; null if there is none of this name.</summary>
    public PageFile? Find(string name) => _files.GetValueOrDefault(name);

    /// <summary>A mark that changes with the content of a file.</summary>
    public string MarkOf(string name) => _files[name].Mark;

    private static IEnumerable<PageFile> Embedded()
    {
        const string folder = "assets/";
        var assembly = typeof(PageAssets).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(static name => name.StartsWith(folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            yield return Make(name[folder.Length..], content);
        }
    }

    private static PageFile Make(string name, byte[] content) =>
        new(name, Types[Path.GetExtension(name)], Convert.ToHexStringLower(SHA256.HashData(content))[..12], content);
}
