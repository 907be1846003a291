using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>The file that the connection string names. Only its owner can read it.</summary>
internal sealed class DatabaseFile
{
    private const string InMemory = ":memory:";
    private const string SharedMemory = "/dev/shm";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(5);
    private static readonly Lock Making = new();

    private readonly SqliteConnectionStringBuilder _settings;

    private readonly DirectoryInfo? _private;

    /// <summary>
    /// Reads a connection string. <c>Data Source=:memory:</c> is a database of its own for tests: a file in a directory that is removed with this
    /// object, because a database in SQLite's memory has one connection only.
    /// </summary>
    /// <exception cref="SetupException">The text is not a connection string, or names no file.</exception>
    public DatabaseFile(string connectionString)
    {
        _settings = Parse(connectionString);
        if (_settings is { DataSource: InMemory, Mode: not SqliteOpenMode.Memory })
        {
            _private = Directory.Exists(SharedMemory)
                ? Directory.CreateDirectory(System.IO.Path.Combine(SharedMemory, $"cardea-{System.IO.Path.GetRandomFileName()}"))
                : Directory.CreateTempSubdirectory("cardea-");
            _settings.DataSource = System.IO.Path.Combine(_private.FullName, "app.db");
        }

        if (_settings.Mode == SqliteOpenMode.Memory || _settings.DataSource.Length == 0
            || _settings.DataSource.StartsWith("file:", StringComparison.Ordinal))
        {
            throw new SetupException($"ConnectionStrings:Cardea must name a file, such as 'Data Source=data/cardea.db'; it is '{_settings.DataSource}'.");
        }

        Path = System.IO.Path.GetFullPath(_settings.DataSource);
        Patience = _settings.ShouldSerialize("Default Timeout") ? TimeSpan.FromSeconds(_settings.DefaultTimeout) : DefaultPatience;
    }

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    /// <summary>How long a caller waits for a lock that another process holds: <c>Default Timeout</c>, in seconds, by default 5.</summary>
    public TimeSpan Patience { get; }

    /// <summary>Opens the file but never creates it. So a file that vanished is an error, and no empty file replaces it.</summary>
    public string ConnectionString => new SqliteConnectionStringBuilder(_settings.ConnectionString)
    {
        DataSource = Path,
        Mode = SqliteOpenMode.ReadWrite,
        Cache = SqliteCacheMode.Default,
        DefaultTimeout = Math.Max(1, (int)Patience.TotalSeconds),
        Pooling = false,
    }.ConnectionString;

    /// <summary>Creates the file and its directory if they are missing.</summary>
    public void Make()
    {
        // One caller at a time: closing a file drops every POSIX lock that this process holds on it, and SQLite may hold some.
        lock (Making)
        {
            MakeDirectory(System.IO.Path.GetDirectoryName(Path)!);
            MakeFile();
        }
    }

    /// <summary>Removes a database for tests, with all that is beside it. Any other stays.</summary>
    public void Remove()
    {
        if (_private is { Exists: true })
        {
            _private.Delete(recursive: true);
        }
    }

    /// <summary>Removes the access of other users to a file that is known to be ours.</summary>
    public void Restrict()
    {
        if (!OperatingSystem.IsWindows())
        {
            // SQLite gives the log and its index the mode of the database, but these files may be older.
            Array.ForEach([Path, $"{Path}-wal", $"{Path}-shm"], Restrict);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void Restrict(string file)
    {
        try
        {
            var mode = File.GetUnixFileMode(file);
            if ((mode & ~OwnerOnly) != 0)
            {
                File.SetUnixFileMode(file, mode & OwnerOnly);
            }
        }
        catch (FileNotFoundException)
        {
            // The last process that closes the database removes the log, perhaps at this moment.
        }
    }

    private static void MakeDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private void MakeFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            File.Open(Path, options).Dispose();
        }
        catch (IOException) when (File.Exists(Path))
        {
            // The file exists already, or another process has just created it.
        }
    }

    private static SqliteConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            return new(connectionString);
        }
        catch (ArgumentException exception)
        {
            throw new SetupException("ConnectionStrings:Cardea is not a connection string of SQLite: use 'Data Source=data/cardea.db'.", exception);
        }
    }
}
