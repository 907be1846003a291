using System.Globalization;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;
using Microsoft.AspNetCore.Identity;

namespace Cardea.Server.Tests;

/// <summary>Users of another service: imported once, and in with the passwords they have.</summary>
public abstract class ImportTests<TStore> : StoreTests<TStore>
    where TStore : TestStore, new()
{
    private const int Many = 40_000;

    // Of AuthClient.Password: by bcrypt, and by Identity's version 2.
    private const string Bcrypt2A = "$2a$04$ytNPtbpyLC88A8zcJT4jOeEXzwuAm6MFgUvowon5Gm.kHO30C20oq";
    private const string Bcrypt2B = "$2b$04$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9a";
    private const string Bcrypt2Y = "$2y$04$DzRJOrnf1y00eDL6zz1c0O1EsdDx5ix3wJmm67c/Lj5Qiw9.0pkju";
    private const string Version2 = "ABgmnNu8MSWyexoAIhOBM6XQJnGrOGJgQAvbGSzOQm8lGEi0/oVcIytfShncBYbqAg==";

    private static readonly string Version3 = new PasswordHasher<object>().HashPassword(new(), AuthClient.Password);

    [Fact]
    public async Task Whatever_hashed_their_passwords_users_sign_in_and_again_once_the_hash_is_replaced()
    {
        string[] hashes = [Version2, Version3, Bcrypt2A, Bcrypt2B, Bcrypt2Y];
        await WriteLinesAsync(hashes.Select(static (hash, i) => Line($"user-{i}", ("passwordHash", hash))));
        Assert.Equal("imported: 5, already there: 0, refused: 0", await ImportAsync());

        await using var server = await Store.StartAsync();
        for (var i = 0; i < hashes.Length; i++)
        {
            await AssertSignsInAsync(server, $"user-{i}@example.org");
        }
    }

    [Fact]
    public async Task An_imported_user_is_who_they_were()
    {
        await WriteLinesAsync(
        [
            Line("auth0|5f7c8ec7", ("email", " Ada@Example.ORG "), ("emailVerified", true), ("passwordHash", Bcrypt2B), ("roles", new JsonArray("admin", "editor")), ("shoeSize", 38)),
            new JsonObject { ["email"] = "bob@example.org", ["passwordHash"] = Bcrypt2B }.ToJsonString(),
            Line("carol", ("passwordHash", Bcrypt2B), ("disabled", true), ("createdAt", "2019-05-06T07:08:09Z")),
        ]);
        Assert.Equal("imported: 3, already there: 0, refused: 0", await ImportAsync("--allow-admin"));

        await using var server = await Store.StartAsync();
        using var ada = await server.NewClient().LoginAsync("ada@example.org");
        var me = await Answer.ExpectAsync(200, await ada.GetAsync("/auth/me"));
        Assert.Equal("auth0|5f7c8ec7", (string?)me["id"]);
        Assert.True((bool?)me["emailVerified"]);
        Assert.Equal("""["admin","editor"]""", me["roles"]!.ToJsonString());
        using var bob = await server.NewClient().LoginAsync("bob@example.org");
        Assert.True(Guid.TryParse((string?)(await Answer.ExpectAsync(200, await bob.GetAsync("/auth/me")))["id"], out _));
        await AssertRefusedAsync(server, "carol@example.org", AuthClient.Password);
        Assert.Matches(@"carol +carol@example\.org +no +- +- +2019-05-06 07:08:09Z +20", (await RunAsync(0, "users", "list", "carol")).Output);
    }

    [Theory]
    [InlineData("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")]
    [InlineData("jbswy3dpehpk3pxpjbswy3dpeh======")]
    public async Task An_authenticator_app_goes_on_being_asked_for(string key)
    {
        await WriteLinesAsync([Line("ada", ("passwordHash", Bcrypt2B), ("authenticatorKey", key))]);
        Assert.Equal("imported: 1, already there: 0, refused: 0", await ImportAsync());

        await using var server = await Store.StartAsync();
        using var ada = server.NewClient();
        var step = await FirstStep.OfAsync(ada, ada.TrySignInAsync("ada@example.org"));
        Assert.Equal(["totp"], step.Methods);
        var tokens = await step.FinishAsync(new AuthenticatorApp(key.TrimEnd('=').ToUpperInvariant()).NextCode());
        Assert.Equal(["pwd", "otp", "mfa"], tokens.Amr);
    }

    [Fact]
    public async Task What_cannot_be_imported_is_told_and_the_rest_goes_on()
    {
        await WriteLinesAsync(
        [
            Line("alice"), "{\"email\":", "", "null", "[]", "{}", """{"email":"nobody"}""", """{"email":7}""",
            Line("dave", ("passwordHash", "5f4dcc3b5aa765d61d8327deb882cf99")), Line("erin", ("roles", new JsonArray("super admin"))), Line("two words"),
            Line("frank", ("authenticatorKey", "JBSWY3DP")), Line("grace", ("authenticatorKey", "no key of any app, in no alphabet")), Line("bob"),
        ]);

        var (output, errors) = await RunAsync(2, "users", "import", "--file", "users.jsonl");

        Assert.EndsWith("imported: 2, already there: 0, refused: 11", output, StringComparison.Ordinal);
        Assert.Equal(
            ["line 2", "line 4", "line 5", "line 6", "line 7", "line 8", "line 9", "line 10", "line 11", "line 12", "line 13"],
            errors.Split(Environment.NewLine).Select(static line => line.Split(':')[0]));
        Assert.All(["5f4dcc3b5aa765d61d8327deb882cf99", "JBSWY3DP", "no key of"], secret => Assert.DoesNotContain(secret, errors, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_many_that_cannot_be_imported_the_first_are_told_and_the_others_counted()
    {
        await WriteLinesAsync([.. Enumerable.Repeat("?", 1_234), Line("alice")]);

        var (output, errors) = await RunAsync(2, "users", "import", "--file", "users.jsonl");

        Assert.EndsWith("imported: 1, already there: 0, refused: 1234", output, StringComparison.Ordinal);
        Assert.Equal(21, errors.Split(Environment.NewLine).Length);
        Assert.EndsWith("… and 1214 more", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_in_the_middle_it_goes_on_and_imports_nobody_twice()
    {
        await WriteLinesAsync(Enumerable.Range(0, Many).Select(static i => Line($"user-{i}")));
        await using (var first = Store.Run(["users", "import", "--file", "users.jsonl"]))
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
    public async Task An_administrator_is_imported_only_when_told_so_and_the_audit_has_each()
    {
        await WriteLinesAsync(
        [
            Line("ada", ("roles", new JsonArray("admin", "editor"))), Line("bob", ("roles", new JsonArray("editor", "Admin"))), Line("carol", ("roles", new JsonArray("admin"))),
        ]);

        var (output, errors) = await RunAsync(2, "users", "import", "--file", "users.jsonl");
        Assert.EndsWith("imported: 1, already there: 0, refused: 2", output, StringComparison.Ordinal);
        Assert.Contains("line 1: it has the role admin", errors, StringComparison.Ordinal);
        Assert.Contains("line 3: it has the role admin, which may use /admin: say --allow-admin", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("added", (await RunAsync(0, "users", "events")).Output, StringComparison.OrdinalIgnoreCase);

        Assert.Equal("imported: 2, already there: 1, refused: 0", await ImportAsync("--allow-admin"));
        Assert.Equal("imported: 0, already there: 3, refused: 0", await ImportAsync("--allow-admin"));

        var events = (await RunAsync(0, "users", "events")).Output.Split(Environment.NewLine).Where(static line => line.Contains("added", StringComparison.OrdinalIgnoreCase)).ToArray();
        Assert.Equal(2, events.Length);
        Assert.Contains(events, static line => line.Contains("ada", StringComparison.Ordinal) && line.Contains("command line", StringComparison.Ordinal) && line.Contains("+admin +editor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_comes_without_the_second_factor_of_before_is_named()
    {
        await WriteLinesAsync(
        [
            Line("ada", ("twoFactorEnabled", true), ("authenticatorKey", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")), Line("bob", ("twoFactorEnabled", true)), Line("carol", ("twoFactorEnabled", false)),
        ]);

        var (_, errors) = await RunAsync(0, "users", "import", "--file", "users.jsonl");
        Assert.Equal("line 2: imported without a second factor, because it has no authenticator key: a password alone signs in", errors.Trim());
        Assert.Empty((await RunAsync(0, "users", "import", "--file", "users.jsonl")).Errors.Trim());
    }

    [Fact]
    public async Task A_login_that_cannot_be_imported_is_told_and_its_user_comes_without_it()
    {
        await WriteLinesAsync(
        [
            Line("ada", ("passwordHash", Bcrypt2B), ("externalLogins", new JsonArray(Login("GOOGLE", "1"), Login("google", "1"), Login("corporate", "2")))),
            Line("eve", ("externalLogins", new JsonArray(Login("google", "1"), Login("github", ""), Login("apple", new string('x', 256)), Login("apple", "a\nb"), null))),
            Line("bob", ("externalLogins", new JsonArray(Login("microsoft", "3")))),
        ]);

        var (output, errors) = await RunAsync(2, "users", "import", "--file", "users.jsonl", "--login", "Corporate=https://id.example.org");

        Assert.EndsWith("imported: 3, already there: 0, refused: 0; logins: 2, left out: 6", output, StringComparison.Ordinal);
        Assert.Equal(
            [
                "line 2: its login at github is left out: its key is not of 1 to 255 characters",
                "line 2: its login at apple is left out: its key is not of 1 to 255 characters",
                "line 2: its login at apple is left out: its key has control characters",
                "line 2: a login has no provider",
                "line 2: its login at https://accounts.google.com is left out: another user has it",
                "line 3: its login at microsoft is left out: ASP.NET Core's handler stores another id than the subject. If yours are subjects, say --login microsoft=microsoft",
            ],
            errors.Trim().Split(Environment.NewLine));
        Assert.Equal("imported: 0, already there: 3, refused: 0", await ImportAsync());
        await using var server = await Store.StartAsync();
        using var ada = await server.NewClient().LoginAsync("ada@example.org");
        var logins = (await Answer.ExpectAsync(200, await ada.GetAsync("/auth/me/data")))["externalLogins"]!.AsArray();
        Assert.Equal(["https://accounts.google.com", "https://id.example.org"], logins.Select(static login => (string)login!["issuer"]!).Order(StringComparer.Ordinal));

        static JsonObject Login(string provider, string subject) => new() { ["provider"] = provider, ["subject"] = subject };
    }

    [Theory]
    [InlineData("Google", "such as --login Google=google")]
    [InlineData("=google", "such as --login Google=google")]
    [InlineData("Google=gogle", "--login Google=gogle names no provider")]
    [InlineData("Microsoft=microsoft", "--login Microsoft=microsoft does not say which tenant")]
    public async Task A_mapping_of_logins_that_names_no_provider_is_told_with_the_fix(string mapping, string finding)
    {
        await WriteLinesAsync([Line("ada")]);
        await using var run = Store.Run(
            ["users", "import", "--file", "users.jsonl", "--login", mapping],
            ("Cardea__Providers__microsoft__ClientId", "id"),
            ("Cardea__Providers__microsoft__ClientSecret", "secret"),
            ("Cardea__Providers__microsoft__Tenant", "8eaef023-2b34-4da1-9baa-8bc8c9d6a490,9188040d-6c67-4c5b-b112-36a304b66dad"));

        Assert.Equal(1, await run.ExitAsync());
        Assert.Contains(finding, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_told_with_the_fix()
    {
        Assert.Contains("correct --file", (await RunAsync(1, "users", "import", "--file", "missing.jsonl")).Errors, StringComparison.Ordinal);
        Assert.Contains("either --from or --file", (await RunAsync(1, "users", "import")).Errors, StringComparison.Ordinal);
        Assert.Contains("either --from or --file", (await RunAsync(1, "users", "import", "--file", "-", "--from", "Host=x")).Errors, StringComparison.Ordinal);
        Assert.Contains("--from is not a connection string", (await RunAsync(1, "users", "import", "--from", "nonsense")).Errors, StringComparison.Ordinal);
        Assert.Contains("Host and Port in --from", (await RunAsync(1, "users", "import", "--from", "postgres://u:s3cret@127.0.0.1:1/d")).Errors, StringComparison.Ordinal);
    }

    /// <summary>Checks that the stored hash is one of ours by now, where the store can be asked.</summary>
    protected virtual Task AssertReplacedAsync(string email) => Task.CompletedTask;

    private static async Task AssertRefusedAsync(CardeaProcess server, string email, string password)
    {
        using var client = server.NewClient();
        await Answer.ExpectProblemAsync(
            401, "invalid_credentials", await client.PostAsync("/auth/login", new JsonObject { ["email"] = email, ["password"] = password }));
    }

    private static string Line(string id, params (string Name, JsonNode Value)[] members)
    {
        var user = new JsonObject { ["id"] = id, ["email"] = $"{id}@example.org" };
        foreach (var (name, value) in members)
        {
            user[name] = value;
        }

        return user.ToJsonString();
    }

    private async Task AssertSignsInAsync(CardeaProcess server, string email)
    {
        using var first = await server.NewClient().LoginAsync(email);
        await AssertReplacedAsync(email);
        using var second = await first.LoginElsewhereAsync();
        Assert.True(await first.IsAcceptedAsync());
        Assert.True(await second.IsAcceptedAsync());
        await AssertRefusedAsync(server, email, "wrong horse battery staple");
    }

    // The last line of what it says.
    private async Task<string> ImportAsync(params string[] options) =>
        (await RunAsync(0, ["users", "import", "--file", "users.jsonl", .. options])).Output.Split(Environment.NewLine)[^1];

    private async Task<(string Output, string Errors)> RunAsync(int exitCode, params string[] arguments)
    {
        await using var run = Store.Run(arguments);

        Assert.True(await run.ExitAsync() == exitCode, run.Output + run.Errors);
        return (run.Output, run.Errors);
    }

    private Task WriteLinesAsync(IEnumerable<string> lines) =>
        File.WriteAllLinesAsync(Path.Combine(Store.Directory, "users.jsonl"), lines, Stop);
}
