using Cardea.AspNetCore.Keys;
using Cardea.Keys;

namespace Cardea.Tests.Keys;

public sealed class MasterKeyFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cardea-master-key-").FullName;

    private string Data => Path.Combine(_directory, "data");

    private string File => Path.Combine(Data, "master.key");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_first_start_makes_a_key_that_only_its_owner_reads_and_leaves_nothing_else()
    {
        MasterKeyFile.ReadOrCreate(Data);

        Assert.Equal([File], Directory.GetFileSystemEntries(Data));
        Assert.Equal(MasterKey.Size, Convert.FromBase64String(System.IO.File.ReadAllText(File)).Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        }
    }

    [Fact]
    public void Each_later_start_reads_the_same_key()
    {
        var secret = MasterKeyFile.ReadOrCreate(Data).Seal("context", [1, 2, 3]);
        var text = System.IO.File.ReadAllText(File);

        Assert.Equal([1, 2, 3], MasterKeyFile.ReadOrCreate(Data).Open("context", secret)!);
        Assert.Equal(text, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void What_a_start_that_was_killed_has_left_is_no_hindrance()
    {
        Directory.CreateDirectory(Data);
        System.IO.File.WriteAllText($"{File}.{Environment.ProcessId}", "half a");
        MasterKeyFile.ReadOrCreate(Data);

        Assert.Equal([File], Directory.GetFileSystemEntries(Data));
    }

    [Fact]
    public void A_directory_that_can_not_be_made_is_an_error_that_names_the_fix()
    {
        System.IO.File.WriteAllText(Data, "");

        AssertNamesTheFix(Assert.Throws<SetupException>(() => MasterKeyFile.ReadOrCreate(Data)));
    }

    [Fact]
    public void A_directory_that_can_not_be_synced_is_an_error_that_names_the_fix()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Root may read every directory.");
        Directory.CreateDirectory(Data);
        if (!OperatingSystem.IsWindows())
        {
            // A file can be made in it, but it can't be opened, and so not be synced.
            System.IO.File.SetUnixFileMode(Data, UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var exception = Record.Exception(() => MasterKeyFile.ReadOrCreate(Data));
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        AssertNamesTheFix(Assert.IsType<SetupException>(exception));
    }

    [Fact]
    public void A_directory_can_be_synced_and_one_that_is_not_there_is_an_error()
    {
        DirectorySync.Flush(_directory);

        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows writes names with the file.");
        var exception = Assert.Throws<IOException>(() => DirectorySync.Flush(Data));
        Assert.Contains(Data, exception.Message, StringComparison.Ordinal);
    }

    private void AssertNamesTheFix(SetupException exception)
    {
        Assert.Contains(File, exception.Message, StringComparison.Ordinal);
        Assert.Contains("Make its directory writable, or set Cardea:MasterKey.", exception.Message, StringComparison.Ordinal);
    }
}
