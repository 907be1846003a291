using Cardea.Stores.Tests.Contract;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Stores.Tests.Sqlite;

/// <summary>The database file: made, recognised, brought up to date, and kept to its owner.</summary>
public sealed class SqliteFileTests : IAsyncDisposable
{
    private static readonly string[] Migrations =
    [
        "0001_sessions", "0002_revocations", "0003_users", "0004_keys", "0005_attempts", "0006_codes", "0007_factors", "0008_audit", "0009_external",
        "0010_invitations", "0011_statistics",
    ];

    private readonly SqliteTestDatabase _database = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Each_migration_is_applied_once()
    {
        Assert.Equal(Migrations, await MigrateAsync());
        Assert.Empty(await MigrateAsync());
    }

    [Fact]
    public async Task A_file_of_an_older_version_gets_what_is_missing()
    {
        await MigrateAsync();
        await ExecuteAsync(static command => command.CommandText = "DROP TABLE statistics; DELETE FROM migrations WHERE version = 11; PRAGMA user_version = 10");

        Assert.Equal(Migrations[10..], await MigrateAsync());
    }

    [Fact]
    public async Task A_check_refuses_what_is_not_up_to_date_and_changes_nothing()
    {
        Assert.Contains("has version 0", (await Assert.ThrowsAsync<SetupException>(CheckAsync)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_database.File));

        await MigrateAsync();
        await CheckAsync();

        await ExecuteAsync(static command => command.CommandText = "DROP TABLE statistics; DELETE FROM migrations WHERE version = 11; PRAGMA user_version = 10");
        Assert.Contains("has version 10", (await Assert.ThrowsAsync<SetupException>(CheckAsync)).Message, StringComparison.Ordinal);
        Assert.Equal(Migrations[10..], await MigrateAsync());

        async Task CheckAsync()
        {
            await using var node = Open(_database.ConnectionString);
            await node.Schema.CheckAsync(Stop);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_file_that_another_text_of_a_migration_made_is_refused_in_one_line(int change)
    {
        Action<SqliteCommand>[] changes =
        [
            static command => command.CommandText = "UPDATE migrations SET hash = 'another' WHERE version = 4",
            static command => command.CommandText = "DELETE FROM migrations WHERE version = 4",
            static command => command.CommandText = "DROP TABLE migrations",
        ];
        await MigrateAsync();
        await ExecuteAsync(changes[change]);

        var failure = await Assert.ThrowsAsync<SetupException>(MigrateAsync);

        Assert.Matches("^The database .+ was made by another text of migration 000[14]_[a-z]+: .+ removing the file and start again\\.$", failure.Message);
    }

    [Fact]
    public async Task A_clean_close_leaves_one_file()
    {
        await MigrateAsync();
        var node = Open(_database.ConnectionString);
        await node.Keys.RetireAsync("none", StoreProcess.Start, by: null, Stop);
        await node.Keys.ReadAsync(Stop);
        Assert.True(File.Exists($"{_database.File}-wal"));

        await node.DisposeAsync();

        Assert.Equal([_database.File], Directory.GetFiles(Path.GetDirectoryName(_database.File)!));
    }

    [Fact]
    public async Task A_file_newer_than_the_program_is_refused_by_both_versions()
    {
        await MigrateAsync();
        await ExecuteAsync(static command => command.CommandText = "PRAGMA user_version = 4711");

        var message = await RefusalAsync();

        Assert.Contains("version 4711", message, StringComparison.Ordinal);
        Assert.Contains($"up to {Migrations.Length}", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_another_program_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_database.File)!);
        await ExecuteAsync(static command => command.CommandText = "CREATE TABLE notes (text TEXT)");
        var before = await File.ReadAllBytesAsync(_database.File, Stop);

        Assert.Contains("another program", await RefusalAsync(), StringComparison.Ordinal);

        Assert.Equal(before, await File.ReadAllBytesAsync(_database.File, Stop));
    }

    // Until 2026-11-27 a file was taken from others before anybody looked whose it was.
    [Theory]
    [InlineData("a text")]
    [InlineData("a database of another program")]
    public async Task A_file_that_is_not_ours_keeps_its_mode_and_gets_no_company(string kind)
    {
        if (OperatingSystem.IsWindows())
        {
            // There are no modes.
            return;
        }

        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        var directory = Path.GetDirectoryName(_database.File)!;
        Directory.CreateDirectory(directory);
        await (kind == "a text"
            ? File.WriteAllTextAsync(_database.File, "a text", Stop)
            : ExecuteAsync(static command => command.CommandText = "PRAGMA journal_mode = WAL; CREATE TABLE notes (text TEXT)"));
        File.SetUnixFileMode(_database.File, Mode);
        var written = File.GetLastWriteTimeUtc(_database.File);

        await RefusalAsync();

        Assert.Equal((Mode, written), (File.GetUnixFileMode(_database.File), File.GetLastWriteTimeUtc(_database.File)));
        Assert.Equal([_database.File], Directory.GetFileSystemEntries(directory));
    }

    [Fact]
    public async Task What_is_no_regular_file_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are none.");
        var directory = Path.GetDirectoryName(_database.File)!;
        Directory.CreateDirectory(directory);
        using (var made = System.Diagnostics.Process.Start("mkfifo", [_database.File]))
        {
            await made.WaitForExitAsync(Stop);
        }

        Assert.Contains("is no regular file", await RefusalAsync(), StringComparison.Ordinal);
        await AssertRefusedAsync("/dev/null", "is no regular file");
        await AssertRefusedAsync(directory, "is a directory");
    }

    [Fact]
    public async Task An_empty_file_is_ours_from_then_on()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_database.File)!);
        await File.WriteAllTextAsync(_database.File, "", Stop);

        Assert.NotEmpty(await MigrateAsync());
    }

    [Fact]
    public async Task An_empty_file_that_another_program_has_marked_is_refused()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_database.File)!);
        await ExecuteAsync(static command => command.CommandText = "PRAGMA application_id = 1");

        Assert.Contains("another program", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_database.File)!);
        await File.WriteAllTextAsync(_database.File, string.Concat(Enumerable.Repeat("This is a letter, not a database. ", 100)), Stop);

        Assert.Contains("restore it from a backup", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_refused()
    {
        await MigrateAsync();
        var bytes = await File.ReadAllBytesAsync(_database.File, Stop);
        bytes.AsSpan(100, 3000).Fill(0xA5);
        await File.WriteAllBytesAsync(_database.File, bytes, Stop);

        Assert.Contains("restore it from a backup", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_refused()
    {
        var directory = Path.GetDirectoryName(_database.File)!;
        await File.WriteAllTextAsync(directory, "in the way", Stop);
        try
        {
            Assert.Contains("let this user write", await RefusalAsync(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(directory);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Data Source=")]
    [InlineData("Data Source=cardea;Mode=Memory;Cache=Shared")]
    [InlineData("Data Source=file:cardea.db?mode=memory")]
    [InlineData("Host=localhost;Database=cardea")]
    [InlineData("postgres://localhost/cardea")]
    public void A_connection_string_that_names_no_file_is_refused(string connectionString)
    {
        using var services = new CardeaBuilder(new ServiceCollection()).AddSqlite(connectionString).Services.BuildServiceProvider();

        var refusal = Assert.Throws<SetupException>(services.GetRequiredService<ISchema>);

        Assert.Contains("Data Source=data/cardea.db", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_in_memory_is_one_of_its_own_and_leaves_nothing()
    {
        const string InMemory = "Data Source=:memory:";
        var (one, other) = (Open(InMemory), Open(InMemory));
        var (first, second) = (one.Schema.DataDirectory!, other.Schema.DataDirectory!);

        Assert.NotEmpty(await one.Schema.MigrateAsync(Stop));
        Assert.Empty(await one.Schema.MigrateAsync(Stop));
        Assert.NotEmpty(await other.Schema.MigrateAsync(Stop));
        Assert.NotEqual(first, second);

        await one.DisposeAsync();
        await other.DisposeAsync();
        Assert.False(Directory.Exists(first) || Directory.Exists(second));
    }

    private static Node Open(string connectionString) => new(connectionString, new CardeaOptions(), new FakeTimeProvider(StoreProcess.Start));

    private Task<IReadOnlyList<string>> MigrateAsync() => MigrateAsync(_database.ConnectionString);

    private static async Task<IReadOnlyList<string>> MigrateAsync(string connectionString)
    {
        await using var node = Open(connectionString);
        return await node.Schema.MigrateAsync(Stop);
    }

    /// <summary>The message of the refusal: one line that names the file.</summary>
    private async Task<string> RefusalAsync()
    {
        var refusal = await Assert.ThrowsAsync<SetupException>(MigrateAsync);
        Assert.Contains(_database.File, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        return refusal.Message;
    }

    private static async Task AssertRefusedAsync(string path, string said) =>
        Assert.Contains(said, (await Assert.ThrowsAsync<SetupException>(() => MigrateAsync($"Data Source={path}"))).Message, StringComparison.Ordinal);

    private async Task ExecuteAsync(Action<SqliteCommand> sql)
    {
        await using var connection = new SqliteConnection($"{_database.ConnectionString};Pooling=False");
        await connection.OpenAsync(Stop);
        await using var command = connection.CreateCommand();
        sql(command);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
