using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Cardea.AspNetCore.Mail;

/// <summary>The templates: the built-in files, and the files of a directory, which replace or complete them.</summary>
internal sealed class TemplateFiles
{
    private const string BuiltIn = "mail-templates/";

    // Hidden files are skipped: Kubernetes mounts a ConfigMap with copies under hidden names.
    private static readonly EnumerationOptions Visible = new() { RecurseSubdirectories = true, IgnoreInaccessible = false };

    private readonly Dictionary<string, TemplateFile> _files = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="SetupException">A file of the directory can't be read.</exception>
    public TemplateFiles(string directory)
    {
        foreach (var file in ReadBuiltIn())
        {
            _files[file.Path] = file;
        }

        HasDirectory = directory.Length == 0 || Directory.Exists(directory);
        foreach (var file in directory.Length > 0 && HasDirectory ? Read(directory) : [])
        {
            _files[file.Path] = file;
        }
    }

    /// <summary>True if the directory exists, or no directory is set.</summary>
    public bool HasDirectory { get; }

    public IReadOnlyCollection<TemplateFile> All => _files.Values;

    /// <summary>The languages that have a template: the names of the directories. The set ignores case.</summary>
    public HashSet<string> Languages =>
        _files.Values.Select(static file => file.Path.Split('/')).Where(static path => path.Length == 2).Select(static path => path[0])
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    public bool TryFind(string path, [NotNullWhen(true)] out TemplateFile? file) => _files.TryGetValue(path, out file);

    private static IEnumerable<TemplateFile> ReadBuiltIn()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(static name => name.StartsWith(BuiltIn, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return new(name[BuiltIn.Length..].Replace('\\', '/'), name, reader.ReadToEnd());
        }
    }

    private static TemplateFile[] Read(string directory)
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(directory, "*", Visible)
                    .Where(static path => Path.GetExtension(path) is ".txt" or ".html")
                    .Select(path => new TemplateFile(Path.GetRelativePath(directory, path).Replace('\\', '/'), path, File.ReadAllText(path))),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"Cardea:MailTemplates can't be read: {exception.Message} Let the account that the server runs as read it.", exception);
        }
    }
}
