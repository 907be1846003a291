using System.Text;
using Cardea.Keys;

namespace Cardea.AspNetCore.Keys;

/// <summary>The file of the master key beside an embedded database. The first start makes it, and only its owner can read it.</summary>
internal static class MasterKeyFile
{
    private const string Name = "master.key";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads or makes the master key. Processes that start at once get the same key.</summary>
    /// <exception cref="SetupException">The file can't be read or written, or contains no master key.</exception>
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

            // The process that made the file may have stopped before the name was on the disk. Without its key, a database is lost.
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

            // The key must be on the disk before anything is sealed under it.
            file.Flush(flushToDisk: true);
        }

        try
        {
            // The move does not overwrite, so one of many processes wins. The others read its file.
            File.Move(draft, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
