using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Cardea.AspNetCore.Challenges;

namespace Cardea.Repository.Tests;

/// <summary>A challenge that an app registers lets a request pass a used up allowance, and never the limit of guesses in a row.</summary>
public sealed class ChallengeTests
{
    private const string Password = "correct horse battery staple";
    private const string Wrong = "the wrong password of somebody";

    // GuessLimit.MostInARow.
    private const int MostInARow = 50;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_challenge_lets_a_guess_pass_for_known_and_unknown_addresses_alike(bool isKnown)
    {
        await using var app = await ChallengedApp.StartAsync();
        await RegisterAsync(app, "ada@example.org", 201);
        var email = isKnown ? "ada@example.org" : "nobody@example.org";
        await GuessAsync(app, email, ChallengedApp.PerAccount);
        Assert.Empty(app.Challenge.Asked);

        await ExpectChallengeAsync(await LoginAsync(app, email, Wrong));
        await ExpectChallengeAsync(await LoginAsync(app, email, Wrong, " "));
        Assert.Empty(app.Challenge.Asked);
        await ExpectChallengeAsync(await LoginAsync(app, email, Wrong, "I am a program"));
        await ExpectAsync(401, "invalid_credentials", await LoginAsync(app, email, Wrong, ChallengedApp.RightAnswer));

        Assert.Equal(2, app.Challenge.Asked.Count);
        Assert.All(app.Challenge.Asked, static answer => Assert.Equal((ChallengePurpose.SignIn, IPAddress.Loopback), (answer.Purpose, answer.Address!.MapToIPv4())));
        await ExpectChallengeAsync(await LoginAsync(app, email, Wrong));
    }

    [Fact]
    public async Task The_owner_signs_in_with_a_solved_challenge()
    {
        await using var app = await ChallengedApp.StartAsync();
        await RegisterAsync(app, "ada@example.org", 201);
        await GuessAsync(app, "ada@example.org", ChallengedApp.PerAccount);

        await ExpectChallengeAsync(await LoginAsync(app, "ada@example.org", Password));
        await ExpectAsync(200, code: null, await LoginAsync(app, "ada@example.org", Password, ChallengedApp.RightAnswer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_solved_challenge_does_not_raise_the_limit_of_guesses_in_a_row(bool isKnown)
    {
        await using var app = await ChallengedApp.StartAsync();
        await RegisterAsync(app, "ada@example.org", 201);
        var email = isKnown ? "ada@example.org" : "nobody@example.org";
        await GuessAsync(app, email, MostInARow, ChallengedApp.RightAnswer);
        Assert.Equal(MostInARow - ChallengedApp.PerAccount, app.Challenge.Asked.Count);

        await ExpectAsync(429, "too_many_attempts", await LoginAsync(app, email, Password, ChallengedApp.RightAnswer));
        await ExpectAsync(429, "too_many_attempts", await LoginAsync(app, email, Password));
        Assert.Equal(MostInARow - ChallengedApp.PerAccount, app.Challenge.Asked.Count);
    }

    [Fact]
    [Trait("Run", "full")]
    public async Task Neither_allowance_of_guesses_in_a_row_is_raised_for_a_known_device()
    {
        await using var app = await ChallengedApp.StartAsync();
        var registered = await RegisterAsync(app, "ada@example.org", 201);
        var device = registered["deviceToken"]!.GetValue<string>();

        // The device has fifty guesses of its own, and then those of strangers.
        await GuessAsync(app, "ada@example.org", 2 * MostInARow, ChallengedApp.RightAnswer, device);

        await ExpectAsync(429, "too_many_attempts", await LoginAsync(app, "ada@example.org", Password, ChallengedApp.RightAnswer, device));
        await ExpectAsync(429, "too_many_attempts", await LoginAsync(app, "ada@example.org", Password, ChallengedApp.RightAnswer));
    }

    [Fact]
    public async Task A_request_that_two_limits_refuse_asks_once()
    {
        await using var app = await ChallengedApp.StartAsync();
        await RegisterAsync(app, "ada@example.org", 201);
        await ExpectAsync(200, code: null, await LoginAsync(app, "ada@example.org", Password));
        await ExpectAsync(200, code: null, await LoginAsync(app, "ada@example.org", Password));
        await GuessAsync(app, "ada@example.org", ChallengedApp.PerAccount);

        // The first limit is that of guesses, the second that of sign-ins.
        await ExpectAsync(200, code: null, await LoginAsync(app, "ada@example.org", Password, ChallengedApp.RightAnswer));
        Assert.Single(app.Challenge.Asked);

        await ExpectChallengeAsync(await LoginAsync(app, "ada@example.org", Password));
    }

    [Fact]
    public async Task A_challenge_lets_a_registration_pass()
    {
        await using var app = await ChallengedApp.StartAsync();
        await RegisterAsync(app, "a@example.org", 201);
        await RegisterAsync(app, "b@example.org", 201);

        Assert.Equal("challenge_required", (await RegisterAsync(app, "c@example.org", 403))["code"]!.GetValue<string>());
        Assert.Equal("challenge_required", (await RegisterAsync(app, "a@example.org", 403))["code"]!.GetValue<string>());
        await RegisterAsync(app, "c@example.org", 201, ChallengedApp.RightAnswer);

        Assert.Equal(ChallengePurpose.Register, Assert.Single(app.Challenge.Asked).Purpose);
        await RegisterAsync(app, "d@example.org", 403);
    }

    [Theory]
    [InlineData("/x/auth/passkeys/sign-in/options", "", 200, 10, ChallengePurpose.AskForPasskey)]
    [InlineData("/x/auth/register/passkey-options", "\"email\":\"ada@example.org\"", 200, 10, ChallengePurpose.Register)]
    [InlineData("/x/auth/password/forgot", "\"email\":\"ada@example.org\"", 202, 1, ChallengePurpose.ForgotPassword)]
    [InlineData("/x/auth/password/forgot", "\"email\":\"nobody@example.org\"", 202, 1, ChallengePurpose.ForgotPassword)]
    [InlineData("/x/auth/link", "\"email\":\"ada@example.org\"", 202, 1, ChallengePurpose.SignInLink)]
    [InlineData("/x/auth/link", "\"email\":\"nobody@example.org\"", 202, 1, ChallengePurpose.SignInLink)]
    public async Task A_challenge_lets_a_request_of_a_network_pass(string path, string members, int status, int times, ChallengePurpose purpose)
    {
        const int PerNetwork = 3;
        await using var app = await ChallengedApp.StartAsync(PerNetwork);
        await RegisterAsync(app, "ada@example.org", 201);
        for (var request = 0; request < times * PerNetwork; request++)
        {
            await ExpectAsync(status, code: null, await PostAsync(app, path, $"{{{members}}}"));
        }

        var separator = members.Length > 0 ? "," : "";
        await ExpectChallengeAsync(await PostAsync(app, path, $"{{{members}}}"));
        await ExpectChallengeAsync(await PostAsync(app, path, $"{{{members}{separator}\"challenge\":\"I am a program\"}}"));
        await ExpectAsync(status, code: null, await PostAsync(app, path, $"{{{members}{separator}\"challenge\":\"{ChallengedApp.RightAnswer}\"}}"));
        Assert.Equal([purpose, purpose], app.Challenge.Asked.Select(static answer => answer.Purpose));
    }

    [Fact]
    public async Task Options_for_a_passkey_need_no_body()
    {
        await using var app = await ChallengedApp.StartAsync();

        using var answer = await app.Http.PostAsync(new Uri("/x/auth/passkeys/sign-in/options", UriKind.Relative), content: null, TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("/x/auth/password/forgot")]
    [InlineData("/x/auth/link")]
    public async Task The_allowance_of_mail_to_an_address_asks_no_challenge_and_shows_in_no_answer(string path)
    {
        await using var app = await ChallengedApp.StartAsync();
        await RegisterAsync(app, "ada@example.org", 201);
        foreach (var email in (string[])["ada@example.org", "nobody@example.org"])
        {
            for (var mail = 0; mail < 8; mail++)
            {
                await ExpectAsync(202, code: null, await PostAsync(app, path, $$"""{"email":"{{email}}","challenge":"{{ChallengedApp.RightAnswer}}"}"""));
            }
        }

        Assert.Empty(app.Challenge.Asked);
    }

    [Fact]
    public async Task Without_a_registered_challenge_the_answers_stay_the_same()
    {
        await using var app = await ChallengedApp.StartAsync(perNetwork: 10, isRegistered: false);
        await RegisterAsync(app, "ada@example.org", 201);
        await RegisterAsync(app, "b@example.org", 201);
        await GuessAsync(app, "ada@example.org", ChallengedApp.PerAccount);

        await ExpectAsync(429, "too_many_attempts", await LoginAsync(app, "ada@example.org", Password, ChallengedApp.RightAnswer));
        await RegisterAsync(app, "c@example.org", 429, ChallengedApp.RightAnswer);
        for (var mail = 0; mail < 12; mail++)
        {
            await ExpectAsync(202, code: null, await PostAsync(app, "/x/auth/password/forgot", """{"email":"ada@example.org"}"""));
        }
    }

    private static async Task GuessAsync(ChallengedApp app, string email, int times, string? challenge = null, string? device = null)
    {
        for (var guess = 0; guess < times; guess++)
        {
            await ExpectAsync(401, "invalid_credentials", await LoginAsync(app, email, Wrong, challenge, device));
        }
    }

    private static Task<HttpResponseMessage> LoginAsync(ChallengedApp app, string email, string password, string? challenge = null, string? device = null) =>
        PostAsync(
            app,
            "/x/auth/login",
            new JsonObject { ["email"] = email, ["password"] = password, ["challenge"] = challenge, ["deviceToken"] = device }.ToJsonString());

    private static async Task<JsonNode> RegisterAsync(ChallengedApp app, string email, int status, string? challenge = null)
    {
        using var answer = await PostAsync(
            app, "/x/auth/register", new JsonObject { ["email"] = email, ["password"] = Password, ["challenge"] = challenge }.ToJsonString());
        Assert.Equal(status, (int)answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    // Without the cookies of earlier answers, so each caller is a stranger.
    private static async Task<HttpResponseMessage> PostAsync(ChallengedApp app, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        return await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task ExpectChallengeAsync(HttpResponseMessage answer)
    {
        Assert.InRange(answer.Headers.RetryAfter?.Delta ?? TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        await ExpectAsync(403, "challenge_required", answer);
    }

    private static async Task ExpectAsync(int status, string? code, HttpResponseMessage answer)
    {
        using (answer)
        {
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(status, (int)answer.StatusCode);
            if (code is not null)
            {
                Assert.Equal(code, JsonNode.Parse(body)!["code"]!.GetValue<string>());
            }
        }
    }
}
