using System.Runtime.Versioning;
using Cardea.Stores.Tests.Contract;

namespace Cardea.Stores.Tests.Sqlite;

/// <summary>Who may read the database, where files have modes.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SqliteFileModeTests : StoreTests<SqliteTestDatabase>
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string Folder => Path.GetDirectoryName(Database.File)!;

    public override ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such modes.");
        return base.InitializeAsync();
    }

    [Fact]
    public async Task The_directory_and_every_file_in_it_are_for_their_owner_alone()
    {
        await SignInAsync(Alice);

        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
        Assert.Equal(3, Directory.GetFiles(Folder).Length);
        Assert.All(Directory.GetFiles(Folder), file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task A_file_that_others_could_read_is_closed_to_them()
    {
        await CloseAsync();
        File.SetUnixFileMode(Database.File, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await OpenAsync();

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Database.File));
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_refused_by_its_name()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Nothing is closed to this user.");
        await CloseAsync();
        File.Delete(Database.File);
        File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var refusal = await Assert.ThrowsAsync<SetupException>(OpenAsync);

        Assert.Contains(Database.File, refusal.Message, StringComparison.Ordinal);
        File.SetUnixFileMode(Folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_refused_at_start_and_unavailable_after_it()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Nothing is closed to this user.");
        var token = await SignInAsync(Alice);
        await CloseAsync();
        File.SetUnixFileMode(Database.File, UnixFileMode.UserRead);
        File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var node = new Node(Database.ConnectionString, Options, Clock);

        var refusal = await Assert.ThrowsAsync<SetupException>(() => node.Schema.MigrateAsync(Stop));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => node.Rotations.RotateAsync(token, Stop));

        Assert.Contains(Database.File, refusal.Message, StringComparison.Ordinal);
        File.SetUnixFileMode(Folder, OwnerOnly | UnixFileMode.UserExecute);
    }
}
