using System.Net;
using System.Net.Sockets;
using Cardea.Server.Tests.Running;
using Cardea.Testing;

namespace Cardea.Server.Tests;

/// <summary>What can't start says why in one line, and how to mend it.</summary>
public sealed class SetupTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string, string> WrongSettings { get; } = new()
    {
        { "Cardea__Issuer", "not a url", "Cardea:Issuer" },
        { "Cardea__Issuer", "https://id.example.org/", "Cardea:Issuer" },
        { "Cardea__AccessTokenLifetime", "00:00:01", "Cardea:AccessTokenLifetime" },
        { "Cardea__AccessTokenLifetime", "soon", "Cardea:AccessTokenLifetime" },
        { "Cardea__RefreshGrace", "-00:00:01", "Cardea:RefreshGrace" },
        { "Cardea__IdleTimeout", "00:05:00", "Cardea:IdleTimeout" },
        { "Cardea__SessionLifetime", "1.00:00:00", "Cardea:IdleTimeout" },
        { "Cardea__SessionsPerUser", "0", "Cardea:SessionsPerUser" },
        { "Cardea__MasterKey", "short", "Cardea:MasterKey" },
        { "Cardea__Passwords__MinimumLength", "4", "Cardea:Passwords:MinimumLength" },
        { "Cardea__Passwords__MemoryKiB", "64", "Cardea:Passwords:MemoryKiB" },
        { "Cardea__KnownProxies__0", "proxy.example.org", "Cardea:KnownProxies" },
        { "ConnectionStrings__Cardea", "Server=somewhere", "ConnectionStrings:Cardea" },
        { "ASPNETCORE_ENVIRONMENT", "Production", "Cardea:Issuer" },
        { "urls", "nonsense", "nonsense" },
    };

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public async Task A_wrong_setting_is_named(string name, string value, string expected) =>
        Assert.Contains(expected, await FailAsync((name, value)), StringComparison.Ordinal);

    [Fact]
    public async Task A_busy_port_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        Assert.Contains(address, await FailAsync(("urls", address)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_is_named()
    {
        await File.WriteAllTextAsync(_directory.PathOf("data"), "a file", TestContext.Current.CancellationToken);

        Assert.Contains(_directory.PathOf("data"), await FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named_and_left_alone()
    {
        var path = await WriteAsync("data/cardea.db", new('x', 8_192));

        Assert.Contains(path, await FailAsync(), StringComparison.Ordinal);
        Assert.Equal(new('x', 8_192), await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Another_master_key_is_found_out()
    {
        await using (var server = await CardeaProcess.StartAsync(_directory.FullName))
        {
            Assert.Equal(0, await server.TerminateAsync());
        }

        File.Delete(_directory.PathOf("data/master.key"));

        Assert.Contains("master key", await FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_master_key_file_with_something_else_in_it_is_found_out()
    {
        await WriteAsync("data/master.key", "something else");

        Assert.Contains("master key", await FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_is_none_is_named()
    {
        await using var run = CardeaProcess.Run(_directory.FullName, ["sreve"]);

        Assert.Equal(1, await run.ExitAsync());
        Assert.Contains("sreve", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_makes_is_readable_by_its_owner_alone()
    {
        await using var server = await CardeaProcess.StartAsync(_directory.FullName);
        foreach (var file in (string[])["data/master.key", "data/cardea.db"])
        {
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_directory.PathOf(file)));
            }
        }
    }

    [Fact]
    public async Task It_says_where_it_listens_and_where_its_data_is()
    {
        await using var server = await CardeaProcess.StartAsync(_directory.FullName);

        Assert.Contains(server.Address.ToString().TrimEnd('/'), server.Log, StringComparison.Ordinal);
        Assert.Contains(_directory.PathOf("data/cardea.db"), server.Log, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = _directory.PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return path;
    }

    private async Task<string> FailAsync(params (string Name, string Value)[] settings)
    {
        (string, string)[] port = settings.Any(static setting => setting.Name == "urls") ? [] : [("urls", $"http://127.0.0.1:{LoopbackPort.FindFree()}")];
        await using var run = CardeaProcess.Run(_directory.FullName, ["serve"], [.. port, .. settings]);

        Assert.Equal(1, await run.ExitAsync());
        Assert.StartsWith("cardea: ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors + run.Output, StringComparison.Ordinal);
        Assert.Single(run.Errors.Split('\n'));
        return run.Errors;
    }
}
