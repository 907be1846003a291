using System.Net;
using System.Net.Sockets;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

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
        { "Cardea__ApiReference", "1", "Cardea:ApiReference must be true or false" },
        { "Cardea__Hsts", "on", "Cardea:Hsts must be true or false" },
        { "Cardea__KnownProxies__0", "proxy.example.org", "Cardea:KnownProxies" },
        { "Cardea__KnownProxies", "127.0.0.1", "set Cardea:KnownProxies:0 (as an environment variable Cardea__KnownProxies__0)" },
        { "Cardea__KnownProxy__0", "127.0.0.1", "the nearest is Cardea:KnownProxies:0" },
        { "Cardea__AcessTokenLifetime", "00:05:00", "the nearest is Cardea:AccessTokenLifetime" },
        { "Cardea__SmtpHost", "smtp.example.org", "the nearest is Cardea:Smtp:Host" },
        { "CARDEA_ISSUER", "https://id.example.org", "write Cardea:Issuer" },
        { "Cardea__SessionLifetime", "720:00:00", "[days.]hours:minutes:seconds" },
        { "Cardea__Smtp__Security", "ssl", "StartTls, Tls or None" },
        { "ConnectionStrings__Cardae", "Host=localhost", "write ConnectionStrings:Cardea" },
        { "ConnectionString__Cardea", "Host=localhost", "write ConnectionStrings:Cardea" },
        { "ConnectionStrings__Cardea", "Host=localhost;Port=99999", "between 1 and 65535" },
        { "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1", "ICU" },
        { "Logging__LogLevel__Default", "loud", "loud" },
        { "urls", "http://localhost:99999", "65535" },
        { "urls", "https://127.0.0.1:0", "needs a certificate" },
        { "ConnectionStrings__Cardea", "Server=somewhere", "ConnectionStrings:Cardea" },
        { "ASPNETCORE_ENVIRONMENT", "Production", "Cardea:Issuer" },
        { "urls", "nonsense", "nonsense" },
    };

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public async Task A_wrong_setting_is_named(string name, string value, string expected) =>
        Assert.Contains(expected, await FailAsync((name, value)), StringComparison.Ordinal);

    [Theory]
    [InlineData("--bogus is no option: the nearest is --", "--bogus", "1")]
    [InlineData("--ulrs is no option: the nearest is --urls", "--ulrs", "http://localhost:0")]
    [InlineData("--Cardea__Issuer is no option: the nearest is --Cardea:Issuer", "--Cardea__Issuer=https://id.example.org")]
    [InlineData("Cardea:Isuer is no setting: the nearest is Cardea:Issuer", "--Cardea:Isuer", "https://id.example.org")]
    [InlineData("--urls has no value", "--urls")]
    [InlineData("'urls=http://localhost:0' is no option", "--environment", "Development", "urls=http://localhost:0")]
    [InlineData("'-p' is no option", "-p", "8080")]
    public async Task An_option_that_means_nothing_is_named(string said, params string[] options)
    {
        await using var run = CardeaProcess.Run(_directory.FullName, ["serve", .. options]);

        Assert.Contains(said, await FailAsync(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_settings_that_is_broken_is_named_with_the_line()
    {
        var path = await WriteAsync("appsettings.json", "{\n  \"Cardea\": {\n    nonsense\n");

        var said = await FailAsync();

        Assert.Contains(path, said, StringComparison.Ordinal);
        Assert.Contains("LineNumber: 2", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_settings_is_checked_as_all_sources_are()
    {
        await WriteAsync("appsettings.json", """{ "Cardea": { "Smtp": { "Host": "smtp.example.org", "Form": "x@example.org" } } }""");

        Assert.Contains("Cardea:Smtp:Form is no setting: the nearest is Cardea:Smtp:From", await FailAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--verbose")]
    [InlineData("--Cardea:RefreshGrace=00:00:10", "Logging__LogLevel__Default")]
    public async Task The_stack_trace_is_for_whoever_asks(string option, string? variable = null)
    {
        await using var run = CardeaProcess.Run(_directory.FullName, ["serve", option], ("Cardea__Issuer", "nonsense"), (variable ?? "Unused", "Debug"));

        Assert.Equal(1, await run.ExitAsync());
        Assert.StartsWith("cardea: Cardea:Issuer", run.Errors, StringComparison.Ordinal);
        Assert.Contains("   at Cardea", run.Errors, StringComparison.Ordinal);
    }

    // Until 2026-11-27 the mode of the file was changed, and a master key lay beside it.
    [Fact]
    public async Task Beside_a_file_that_is_not_ours_nothing_is_made()
    {
        await WriteAsync("data/cardea.db", "Dear diary");

        Assert.Contains("is no SQLite database", await FailAsync(), StringComparison.Ordinal);

        Assert.Equal([_directory.PathOf("data/cardea.db")], Directory.GetFileSystemEntries(_directory.PathOf("data")));
    }

    [Theory]
    [InlineData("Cardea__Bogus", "1", "Cardea:Bogus is no setting")]
    [InlineData("Cardea__RefreshGrace", "soon", "Cardea:RefreshGrace must be")]
    [InlineData("Cardea__MasterKey", "short", "Cardea:MasterKey must be 32 bytes")]
    public async Task An_app_that_embeds_it_says_the_same(string name, string value, string said)
    {
        await using var run = new ProgramRun(
            Repository.Program("samples", "NotesApi", "NotesApi"),
            ["--urls", $"http://127.0.0.1:{LoopbackPort.FindFree()}"],
            _directory.FullName,
            [new("ASPNETCORE_ENVIRONMENT", "Development"), new(name, value)]);

        Assert.Contains(said, await FailAsync(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_api_that_receives_its_tokens_says_the_same()
    {
        await using var run = new ProgramRun(
            Repository.Program("samples", "OrdersApi", "OrdersApi"), ["--urls", $"http://127.0.0.1:{LoopbackPort.FindFree()}"], _directory.FullName, []);

        Assert.Contains("CardeaBearerOptions.Authority must", await FailAsync(run), StringComparison.Ordinal);
    }

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
        await using var run = CardeaProcess.Run(_directory.FullName, ["serve"], [("HOME", _directory.FullName), .. port, .. settings]);
        return await FailAsync(run);
    }

    private static async Task<string> FailAsync(ProgramRun run)
    {
        Assert.Equal(1, await run.ExitAsync());
        Assert.StartsWith("cardea: ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors + run.Output, StringComparison.Ordinal);
        Assert.Single(run.Errors.Split('\n'));
        return run.Errors;
    }
}
