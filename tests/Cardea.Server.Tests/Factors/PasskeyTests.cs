using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Factors;

/// <summary>The passkeys of an account: added, named, removed, and who may have them.</summary>
public abstract class PasskeyTests<TStore>(SharedServer<TStore> shared, PasskeyBrowser browser)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_passkey_is_added_listed_named_and_removed()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var client = await shared.NewClient().RegisterAsync();
        using var elsewhere = await client.LoginElsewhereAsync();
        var (id, codes, _) = await PasskeyQuestion.AddAsync(client, device, "  phone ", endOthers: true);

        Assert.Equal(10, codes.Length);
        Assert.False(await elsewhere.IsAcceptedAsync());
        Assert.Equal("passkey_added", (await client.EventsAsync())[0]);
        Assert.Equal("phone", (string?)Assert.Single(await ListAsync(client))!["name"]);
        var renamed = await Answer.ExpectAsync(200, await client.AskAsync(HttpMethod.Patch, $"/auth/passkeys/{id}", new JsonObject { ["name"] = "tablet" }));
        Assert.Equal("tablet", (string?)renamed["name"]);
        Assert.Equal(renamed.ToJsonString(), Assert.Single(await ListAsync(client))!.ToJsonString());
        await Answer.ExpectProblemAsync(400, "validation_failed", await client.AskAsync(HttpMethod.Patch, $"/auth/passkeys/{id}", new JsonObject { ["name"] = "two\nlines" }));

        var question = await PasskeyQuestion.ForKnownAsync(client);
        var answer = await device.GetAsync(question.Options);
        await Answer.ExpectAsync(204, await client.AskAsync(HttpMethod.Delete, $"/auth/passkeys/{id}"));

        Assert.Empty(await ListAsync(client));
        await Answer.ExpectProblemAsync(401, "invalid_passkey", await question.TrySignInAsync(client, answer));
        await Answer.ExpectProblemAsync(404, "passkey_not_found", await client.AskAsync(HttpMethod.Delete, $"/auth/passkeys/{id}"));
        using var again = await client.LoginElsewhereAsync();
        Assert.Equal(["passkey_removed", "passkey_added"], (await client.EventsAsync()).Where(static happened => happened.StartsWith("passkey", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_second_one_gives_no_new_recovery_codes_and_the_last_takes_them_along()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var client = await shared.NewClient().RegisterAsync();
        var (first, codes, credential) = await PasskeyQuestion.AddAsync(client, device);
        var question = await PasskeyQuestion.ForNewAsync(client);
        Assert.Equal(first, (string?)question.Options["excludeCredentials"]![0]!["id"]);
        var second = await Answer.ExpectAsync(201, await question.TryAddAsync(client, credential.Called(credential.AnotherId(1)).To(question)));

        Assert.Empty(second["recoveryCodes"]!.AsArray());
        await (await FirstStep.ShowPasswordAsync(client)).FinishAsync(codes[0]);
        await Answer.ExpectAsync(204, await client.AskAsync(HttpMethod.Delete, $"/auth/passkeys/{first}"));
        Assert.Equal(["passkey", "recovery_code"], (await FirstStep.ShowPasswordAsync(client)).Methods);
        await Answer.ExpectAsync(204, await client.AskAsync(HttpMethod.Delete, $"/auth/passkeys/{second["passkey"]!["id"]}"));
        Assert.Equal(0, (int?)(await Answer.ExpectAsync(200, await client.GetAsync("/auth/recovery-codes")))["left"]);
        using var elsewhere = await client.LoginElsewhereAsync();
    }

    [Fact]
    public async Task An_answer_counts_once_for_its_own_question_its_own_user_and_its_own_page()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var ada = await shared.NewClient().RegisterAsync();
        using var bob = await shared.NewClient().RegisterAsync();
        var bobs = await PasskeyQuestion.ForNewAsync(bob);
        var older = await PasskeyQuestion.ForNewAsync(ada);
        var question = await PasskeyQuestion.ForNewAsync(ada);
        var credential = await device.CreateAsync(question.Options);

        await RefuseAsync(older, ada, credential);
        await RefuseAsync(bobs, ada, credential.To(bobs));
        foreach (var wrong in (Func<PasskeyQuestion, JsonNode>[])
        [
            _ => credential,
            asked => credential.To(asked).Saying("origin", "http://localhost:1"),
            asked => credential.To(asked).Saying("origin", "http://evil.example"),
            asked => credential.To(asked).Saying("crossOrigin", true),
            asked => credential.To(asked).Saying("type", "webauthn.get"),
        ])
        {
            var asked = await PasskeyQuestion.ForNewAsync(ada);
            await RefuseAsync(asked, ada, wrong(asked));
        }

        var last = await PasskeyQuestion.ForNewAsync(ada);
        await Answer.ExpectAsync(201, await last.TryAddAsync(ada, credential.To(last)));
        await RefuseAsync(last, ada, credential.To(last));
        Assert.Empty(await ListAsync(bob));
    }

    [Fact]
    public async Task One_passkey_belongs_to_one_account()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var ada = await shared.NewClient().RegisterAsync();
        using var bob = await shared.NewClient().RegisterAsync();
        var (_, _, credential) = await PasskeyQuestion.AddAsync(ada, device);
        foreach (var client in (AuthClient[])[ada, bob])
        {
            var question = await PasskeyQuestion.ForNewAsync(client);
            await RefuseAsync(question, client, credential.To(question));
        }

        // At the same time, neither sees that of the other.
        for (var round = 0; round < 5; round++)
        {
            var contested = credential.Called(credential.AnotherId(round));
            var answers = await Task.WhenAll(new[] { ada, bob }.Select(async client =>
            {
                var question = await PasskeyQuestion.ForNewAsync(client);
                return await question.TryAddAsync(client, contested.To(question));
            }));
            Assert.Equal([201, 400], answers.Select(static answer => (int)answer.StatusCode).Order());
        }

        Assert.Equal(6, (await ListAsync(ada)).Count + (await ListAsync(bob)).Count);
    }

    [Fact]
    public async Task There_are_so_many_and_no_more()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var client = await shared.NewClient().RegisterAsync();
        var (_, _, credential) = await PasskeyQuestion.AddAsync(client, device);
        for (var number = 1; number < 20; number++)
        {
            var question = await PasskeyQuestion.ForNewAsync(client);
            await Answer.ExpectAsync(201, await question.TryAddAsync(client, credential.Called(credential.AnotherId(number)).To(question)));
        }

        await Answer.ExpectProblemAsync(409, "too_many_passkeys", await client.AskAsync(HttpMethod.Post, "/auth/passkeys/options"));
        Assert.Equal(20, (await ListAsync(client)).Count);
    }

    [Fact]
    public async Task The_passkeys_of_another_are_out_of_reach()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var ada = await shared.NewClient().RegisterAsync();
        using var bob = await shared.NewClient().RegisterAsync();
        var (id, _, _) = await PasskeyQuestion.AddAsync(ada, device, "phone");

        foreach (var other in (string[])[id, "AQID", "?", "%00"])
        {
            Assert.Contains(await StatusAsync(bob.AskAsync(HttpMethod.Delete, $"/auth/passkeys/{other}")), (int[])[400, 404, 405]);
            Assert.Contains(await StatusAsync(bob.AskAsync(HttpMethod.Patch, $"/auth/passkeys/{other}", new JsonObject { ["name"] = "mine" })), (int[])[400, 404, 405]);
        }

        Assert.Equal("phone", (string?)Assert.Single(await ListAsync(ada))!["name"]);
        Assert.Empty(await ListAsync(bob));
    }

    [Fact]
    public async Task A_passkey_that_does_not_check_its_user_is_refused()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server, verifiesUser: false);
        using var client = await shared.NewClient().RegisterAsync();
        var question = await PasskeyQuestion.ForNewAsync(client);
        Assert.Equal("required", (string?)question.Options["authenticatorSelection"]!["userVerification"]);
        question.Options["authenticatorSelection"]!["userVerification"] = "discouraged";

        await RefuseAsync(question, client, await device.CreateAsync(question.Options));
    }

    [Fact]
    public async Task What_is_damaged_is_refused_and_breaks_nothing()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var client = await shared.NewClient().RegisterAsync();
        var first = await PasskeyQuestion.ForNewAsync(client);
        var credential = await device.CreateAsync(first.Options);
        for (var number = 0; ; number++)
        {
            var question = await PasskeyQuestion.ForNewAsync(client);
            var damaged = credential.Called(credential.AnotherId(number)).To(question).Damage().ElementAtOrDefault(number);
            if (damaged is null)
            {
                break;
            }

            using var answer = await question.TryAddAsync(client, damaged);
            Assert.True((int)answer.StatusCode is 201 or 400, $"{(int)answer.StatusCode} for {damaged.ToJsonString()}");
            foreach (var added in await ListAsync(client))
            {
                var asked = await PasskeyQuestion.ForKnownAsync(client);
                await Answer.ExpectAsync(204, await client.AskAsync(HttpMethod.Delete, $"/auth/passkeys/{added!["id"]}"));
                Assert.Equal(401, await StatusAsync(asked.TrySignInAsync(client, damaged)));
            }
        }
    }

    private static async Task<int> StatusAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        return (int)answer.StatusCode;
    }

    private static async Task RefuseAsync(PasskeyQuestion question, AuthClient client, JsonNode credential) =>
        await Answer.ExpectProblemAsync(400, "passkey_refused", await question.TryAddAsync(client, credential));

    private static async Task<JsonArray> ListAsync(AuthClient client) =>
        (await Answer.ExpectAsync(200, await client.GetAsync("/auth/passkeys")))["passkeys"]!.AsArray();
}
