using System.Runtime.Versioning;

namespace Cardea.Client.Storage;

/// <summary>A file that several processes replace in turns.</summary>
/// <param name="path">The full path.</param>
/// <param name="clock">The clock for the wait.</param>
[UnsupportedOSPlatform("browser")]
internal sealed class LockedFile(string path, TimeProvider clock)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    // A writer holds the lock for one small file. One that is held for longer is an error.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Waits for the turn. The system gives the lock back when its holder dies.</summary>
    /// <exception cref="IOException">Another process keeps the lock, or the lock file can't be made.</exception>
    public async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        CreateDirectory();
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return Create(path + ".lock", FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException) when (clock.GetElapsedTime(started) < LongestWait)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    /// <summary>Reads the file. Returns null if there is none. Needs no turn, because the file is replaced as a whole.</summary>
    public async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            await file.CopyToAsync(content, cancellationToken);
            return content.ToArray();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Replaces the file. The content is on the disk before it gets the name. If the power fails before the name is on the disk,
    /// the old file is there again, and the issuer repeats its answer to the old token.
    /// </summary>
    public void Write(byte[] content)
    {
        var next = path + ".new";
        File.Delete(next);
        using (var file = Create(next, FileMode.CreateNew, FileShare.None))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    public void Delete() => File.Delete(path);

    private static FileStream Create(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new(path, options);
    }

    private void CreateDirectory()
    {
        var directory = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        }
    }
}
