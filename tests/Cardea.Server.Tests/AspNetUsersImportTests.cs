using System.Globalization;
using Cardea.Server.Tests.External;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;
using Microsoft.AspNetCore.Identity;

namespace Cardea.Server.Tests;

/// <summary>Users of an app with ASP.NET Core Identity, read from its database.</summary>
public abstract class AspNetUsersImportTests<TStore> : StoreTests<TStore>
    where TStore : TestStore, new()
{
    private const int Many = 40_000;

    private static readonly string Hash = new PasswordHasher<object>().HashPassword(new(), AuthClient.Password);

    private readonly AspNetUsersDatabase _app = new();

    public override async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("text", "public")]
    [InlineData("uuid", "my \"own\" schema")]
    public async Task Users_keep_their_ids_passwords_and_roles(string idType, string schema)
    {
        const string Ada = "00000000-0000-4000-8000-00000000000a";
        const string Admin = "00000000-0000-4000-8000-00000000000b";
        const string Editor = "00000000-0000-4000-8000-00000000000c";
        var quoted = $"\"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await _app.CreateAsync(idType, quoted);
        await _app.ExecuteAsync(
            $"""INSERT INTO {quoted}."AspNetUsers" ("Id", "Email", "PasswordHash") VALUES ('{Ada}', 'Ada@Example.org', '{Hash}')""",
            $"""INSERT INTO {quoted}."AspNetRoles" ("Id", "Name") VALUES ('{Editor}', 'editor'), ('{Admin}', 'admin')""",
            $"""INSERT INTO {quoted}."AspNetUserRoles" VALUES ('{Ada}', '{Editor}'), ('{Ada}', '{Admin}')""");

        Assert.Equal("imported: 1, already there: 0, refused: 0", await ImportAsync("--schema", schema, "--allow-admin"));

        await using var server = await Store.StartAsync();
        using var client = await server.NewClient().LoginAsync("ada@example.org");
        using var again = await client.LoginElsewhereAsync();
        var me = await Answer.ExpectAsync(200, await again.GetAsync("/auth/me"));
        Assert.Equal(Ada, (string?)me["id"]);
        Assert.True((bool?)me["emailVerified"]);
        Assert.Equal("""["admin","editor"]""", me["roles"]!.ToJsonString());
        Assert.Equal("imported: 0, already there: 1, refused: 0", await ImportAsync("--schema", schema, "--allow-admin"));
    }

    [Fact]
    public async Task A_lockout_for_good_disables_and_one_that_passes_does_not()
    {
        await _app.CreateAsync();
        await _app.ExecuteAsync(
            $"""
            INSERT INTO "AspNetUsers" ("Id", "Email", "PasswordHash", "LockoutEnabled", "LockoutEnd")
            VALUES ('a', 'minutes@example.org', '{Hash}', true, now() + interval '5 minutes'),
                   ('b', 'months@example.org', '{Hash}', true, now() + interval '11 months'),
                   ('c', 'exempt@example.org', '{Hash}', false, 'infinity'),
                   ('d', 'past@example.org', '{Hash}', true, '-infinity'),
                   ('e', 'years@example.org', '{Hash}', true, now() + interval '2 years'),
                   ('f', 'ever@example.org', '{Hash}', true, 'infinity')
            """);

        Assert.Equal("imported: 6, already there: 0, refused: 0", await ImportAsync());

        var locked = (await RunAsync(0, "users", "list")).Output.Split(Environment.NewLine)[1..]
            .Where(static line => !line.EndsWith('-'))
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        Assert.Equal(["ever@example.org", "years@example.org"], locked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_authenticator_app_that_was_in_use_goes_on_being_asked_for()
    {
        const string Key = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
        await _app.CreateAsync();
        await _app.CreateTokensAsync();
        await _app.ExecuteAsync(
            $"""
            INSERT INTO "AspNetUsers" ("Id", "Email", "PasswordHash", "TwoFactorEnabled")
            VALUES ('a', 'ada@example.org', '{Hash}', true), ('b', 'begun@example.org', '{Hash}', false), ('m', 'mailed@example.org', '{Hash}', true)
            """,
            $"""
            INSERT INTO "AspNetUserTokens" VALUES
                ('a', '[AspNetUserStore]', 'AuthenticatorKey', '{Key}'), ('a', '[AspNetUserStore]', 'RecoveryCodes', 'one;two'),
                ('b', '[AspNetUserStore]', 'AuthenticatorKey', '{Key}'), ('m', 'Google', 'AuthenticatorKey', '{Key}')
            """);

        var (output, errors) = await RunAsync(0, "users", "import", "--from", _app.ConnectionString);
        Assert.EndsWith("imported: 3, already there: 0, refused: 0", output, StringComparison.Ordinal);
        Assert.Equal("user m: imported without a second factor, because it has no authenticator key: a password alone signs in", errors.Trim());

        await using var server = await Store.StartAsync();
        using var client = server.NewClient();
        var step = await FirstStep.OfAsync(client, client.TrySignInAsync("ada@example.org"));
        Assert.Equal(["totp"], step.Methods);
        await step.FinishAsync(new AuthenticatorApp(Key).NextCode());
        await client.LoginAsync("begun@example.org");
        await client.LoginAsync("mailed@example.org");
    }

    [Fact]
    public async Task Logins_come_with_their_users_who_sign_in_with_them()
    {
        await using var provider = await StandInProvider.StartAsync();
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}");
        (string Name, string Value)[] settings =
        [
            ("Cardea__Issuer", address.GetLeftPart(UriPartial.Authority)),
            ("Cardea__ReturnUrls__0", ProviderServer<TStore>.ReturnUrl),
            ("Cardea__Providers__work__Issuer", provider.Issuer),
            ("Cardea__Providers__work__ClientId", StandInProvider.ClientId),
            ("Cardea__Providers__work__ClientSecret", "secret"),
        ];
        await _app.CreateAsync();
        await _app.CreateLoginsAsync();
        await _app.ExecuteAsync(
            $"""INSERT INTO "AspNetUsers" ("Id", "Email", "PasswordHash") VALUES ('a', 'ada@example.org', '{Hash}'), ('b', 'bob@example.org', NULL)""",
            """
            INSERT INTO "AspNetUserLogins" ("LoginProvider", "ProviderKey", "UserId") VALUES
                ('OpenIdConnect', 'subject-of-bob', 'b'), ('Google', '1234567890', 'a'), ('GitHub', '42', 'a'), ('Microsoft', '9f', 'a'), ('Facebook', '7', 'b')
            """);

        await using var run = Store.Run(["users", "import", "--from", _app.ConnectionString, "--login", "OpenIdConnect=work"], settings);
        Assert.Equal(2, await run.ExitAsync());
        Assert.EndsWith("imported: 2, already there: 0, refused: 0; logins: 3, left out: 2", run.Output.Trim(), StringComparison.Ordinal);
        string[] told = [.. run.Errors.Trim().Split(Environment.NewLine)];
        Assert.StartsWith("user a: its login at Microsoft is left out: ASP.NET Core's handler stores another id", told[0], StringComparison.Ordinal);
        Assert.StartsWith("user b: its login at Facebook is left out: no provider here has that name", told[1], StringComparison.Ordinal);
        Assert.Equal("imported: 0, already there: 2, refused: 0", await ImportAsync());

        await using var server = await CardeaProcess.StartAsync(Store.Directory, address, [.. Store.Settings, .. settings]);
        using var ada = await server.NewClient().LoginAsync("ada@example.org");
        var logins = (await Answer.ExpectAsync(200, await ada.GetAsync("/auth/me/data")))["externalLogins"]!.AsArray();
        Assert.Equal(
            [("https://accounts.google.com", "1234567890"), ("https://github.com", "42")],
            logins.Select(static login => ((string)login!["issuer"]!, (string)login["subject"]!)).Order());
        provider.SignInAs(subject: "subject-of-bob");
        using var browser = new AppBrowser(server.Address, provider, "work");
        await browser.WaitForProviderAsync();
        Assert.Equal("b", await (await browser.EnterAsync()).IdAsync());
    }

    [Fact]
    public async Task Who_cannot_be_imported_is_told_by_their_id_and_the_rest_goes_on()
    {
        await _app.CreateAsync();
        await _app.ExecuteAsync(
            """
            INSERT INTO "AspNetUsers" ("Id", "UserName", "Email", "PasswordHash")
            VALUES ('1', 'nobody', NULL, NULL), ('2', 'other', 'other', NULL), ('3', 'hash', 'hash@example.org', 'plain'), ('4', 'external', 'external@example.org', NULL)
            """);

        var (output, errors) = await RunAsync(2, "users", "import", "--from", _app.ConnectionString);

        Assert.EndsWith("imported: 1, already there: 0, refused: 3", output, StringComparison.Ordinal);
        Assert.Equal(["user 1", "user 2", "user 3"], errors.Split(Environment.NewLine).Select(static line => line.Split(':')[0]));
    }

    [Fact]
    public async Task Killed_in_the_middle_it_goes_on_and_imports_nobody_twice()
    {
        await _app.CreateAsync("uuid", hasRoles: false);
        await _app.ExecuteAsync(
            $"""INSERT INTO "AspNetUsers" ("Id", "Email", "PasswordHash") SELECT gen_random_uuid(), 'user' || n || '@example.org', '{Hash}' FROM generate_series(1, {Many}) n""");
        await using (var first = Store.Run(["users", "import", "--from", _app.ConnectionString]))
        {
            await Eventually.HoldsAsync(() => Task.FromResult(first.Output.Contains(" of 40,000 users (", StringComparison.Ordinal)));
            await first.KillAsync();
            Assert.DoesNotContain("imported:", first.Output, StringComparison.Ordinal);
        }

        var counts = (await ImportAsync()).Split(", ").Select(static part => int.Parse(part.Split(": ")[1], CultureInfo.InvariantCulture)).ToArray();

        Assert.Equal([Many - counts[1], counts[1], 0], counts);
        Assert.InRange(counts[1], 10_000, Many - 1);
        Assert.Equal($"imported: 0, already there: {Many}, refused: 0", await ImportAsync());
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_with_the_fix()
    {
        await _app.CreateAsync();

        Assert.Contains("correct --schema", await FailAsync("--schema", "elsewhere"), StringComparison.Ordinal);
        await _app.ExecuteAsync("ALTER TABLE \"AspNetUsers\" DROP COLUMN \"LockoutEnd\"");
        Assert.Contains("import them with --file", await FailAsync(), StringComparison.Ordinal);
        await _app.ExecuteAsync("REVOKE SELECT ON \"AspNetUsers\" FROM PUBLIC");
        Assert.Contains("grant it USAGE on their schema and SELECT", await FailAsync(), StringComparison.Ordinal);
    }

    private async Task<string> ImportAsync(params string[] options) =>
        (await RunAsync(0, ["users", "import", "--from", _app.ConnectionString, .. options])).Output.Split(Environment.NewLine)[^1];

    private async Task<string> FailAsync(params string[] options) =>
        (await RunAsync(1, ["users", "import", "--from", _app.ConnectionString, .. options])).Errors;

    private async Task<(string Output, string Errors)> RunAsync(int exitCode, params string[] arguments)
    {
        await using var run = Store.Run(arguments);

        Assert.True(await run.ExitAsync() == exitCode, run.Output + run.Errors);
        return (run.Output, run.Errors);
    }
}
