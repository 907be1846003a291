using System.Text;
using Cardea.Keys;

namespace Cardea.AspNetCore.Keys;

/// <summary>The master key beside an embedded database, made at first start and readable by its owner alone.</summary>
internal static class MasterKeyFile
{
    private const string Name = "master.key";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the master key, or makes it; of many processes that start at once, all get the same one.</summary>
    /// <exception cref="SetupException">The file can't be read or written, or holds something else.</exception>
    public static MasterKey ReadOrCreate(string directory)
    {
        var path = Path.Combine(directory, Name);
        try
        {
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(directory);
                Create(path);
            }

            // Whoever made it may have been stopped before it was on the disk. Without its key a database is lost.
            DirectorySync.Flush(Path.GetFullPath(directory));
            return MasterKey.Parse(File.ReadAllText(path).Trim());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"The master key file {path} can't be used: {exception.Message} Make its directory writable, or set Cardea:MasterKey.", exception);
        }
    }

    private static void Create(string path)
    {
        var draft = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(draft, options))
        {
            file.Write(Encoding.ASCII.GetBytes($"{MasterKey.Generate()}\n"));

            // On the disk before anything is sealed under it.
            file.Flush(flushToDisk: true);
        }

        try
        {
            // A move that does not overwrite lets one of many processes win; the others read what it wrote.
            File.Move(draft, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
