using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

public abstract class RegistrationTests<TStore>(SharedServer<TStore> shared)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task Registering_signs_in()
    {
        using var client = shared.NewClient();
        var answer = await Answer.ExpectAsync(201, await client.PostAsync("/auth/register", Credentials(client.Email)));

        Assert.Equal("Bearer", (string?)answer["tokenType"]);
        Assert.InRange((int)answer["expiresIn"]!, 570, 630);
        Assert.InRange((int)answer["refreshExpiresIn"]!, 2_591_990, 2_592_000);
        Assert.StartsWith("cdr_", (string?)answer["refreshToken"], StringComparison.Ordinal);
        Assert.True(Guid.TryParse((string?)answer["sessionId"], out _));

        client.Keep(answer);
        var me = await Answer.ExpectAsync(200, await client.GetAsync("/auth/me"));
        Assert.Equal(client.Email, (string?)me["email"]);
        Assert.False((bool)me["emailVerified"]!);
        Assert.Equal(client.Tokens.SessionId, (string?)me["sessionId"]);
        Assert.Empty(me["roles"]!.AsArray());
    }

    [Theory]
    [InlineData("  {0}  ")]
    [InlineData("{0}")]
    public async Task An_address_is_taken_in_every_spelling(string spelling)
    {
        using var client = await shared.NewClient().RegisterAsync();
        var again = string.Format(System.Globalization.CultureInfo.InvariantCulture, spelling, client.Email.ToUpperInvariant());

        await Answer.ExpectProblemAsync(409, "email_taken", await client.PostAsync("/auth/register", Credentials(again)));
    }

    [Fact]
    public async Task Of_twenty_at_once_one_gets_the_address()
    {
        using var client = shared.NewClient();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.PostAsync("/auth/register", Credentials(client.Email))));

        // A short queue for hashing may turn some away, with another chance.
        Assert.Single(answers, static answer => (int)answer.StatusCode == 201);
        Assert.All(answers, static answer => Assert.Contains((int)answer.StatusCode, (int[])[201, 409, 503]));
    }

    [Theory]
    [InlineData("""{"email":"nobody","password":"correct horse battery staple"}""", "email")]
    [InlineData("""{"password":"correct horse battery staple"}""", "email")]
    [InlineData("""{"email":null,"password":"correct horse battery staple"}""", "email")]
    [InlineData("""{"email":"a@example.org,b@example.org","password":"correct horse battery staple"}""", "email")]
    [InlineData("""{"email":"short@example.org","password":"too short"}""", "password")]
    [InlineData("""{"email":"nopassword@example.org"}""", "password")]
    [InlineData("""{"email":"device@example.org","password":"correct horse battery staple","device":"two\nlines"}""", "device")]
    public async Task What_is_not_acceptable_is_named(string body, string member)
    {
        using var client = shared.NewClient();
        var problem = await Answer.ExpectProblemAsync(400, "validation_failed", await client.PostTextAsync("/auth/register", body));

        Assert.NotEmpty(problem["errors"]![member]!.AsArray());
    }

    [Fact]
    public async Task Both_members_are_named_at_once()
    {
        using var client = shared.NewClient();
        var problem = await Answer.ExpectProblemAsync(400, "validation_failed", await client.PostTextAsync("/auth/register", "{}"));

        Assert.Equal(["email", "password"], problem["errors"]!.AsObject().Select(static error => error.Key).Order());
    }

    [Fact]
    public async Task Unknown_members_are_ignored()
    {
        using var client = shared.NewClient();
        var body = Credentials(client.Email);
        body["roles"] = new JsonArray("admin");
        body["emailVerified"] = true;
        client.Keep(await Answer.ExpectAsync(201, await client.PostAsync("/auth/register", body)));

        var me = await Answer.ExpectAsync(200, await client.GetAsync("/auth/me"));
        Assert.Empty(me["roles"]!.AsArray());
        Assert.False((bool)me["emailVerified"]!);
    }

    private static JsonObject Credentials(string email) => new() { ["email"] = email, ["password"] = AuthClient.Password };
}
