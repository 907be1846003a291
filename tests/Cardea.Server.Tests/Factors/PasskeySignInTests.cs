using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Factors;

/// <summary>Proving who one is with a passkey: alone, after a password, and again.</summary>
public abstract class PasskeySignInTests<TStore>(SharedServer<TStore> shared, PasskeyBrowser browser)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_passkey_alone_signs_in_with_two_factors()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var client = await shared.NewClient().RegisterAsync();
        await PasskeyQuestion.AddAsync(client, device);
        using var phone = shared.NewClient();
        var question = await PasskeyQuestion.ForKnownAsync(phone);
        Assert.Empty(question.Options["allowCredentials"]?.AsArray() ?? []);

        phone.Keep(await Answer.ExpectAsync(200, await question.TrySignInAsync(phone, await device.GetAsync(question.Options), "phone")));

        Assert.Equal("mfa", phone.Tokens.Amr[^1]);
        Assert.Contains(phone.Tokens.Amr[0], (string[])["hwk", "swk"]);
        Assert.DoesNotContain("pwd", phone.Tokens.Amr);
        Assert.Equal(await client.IdAsync(), await phone.IdAsync());
        Assert.Equal("phone", (string?)(await phone.SessionsAsync()).Single(static session => (bool)session!["current"]!)!["device"]);
        Assert.Equal("signed_in", (await client.EventsAsync())[0]);
        await phone.RefreshAsync();
    }

    [Fact]
    public async Task After_a_password_it_is_the_second_factor()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var client = await shared.NewClient().RegisterAsync();
        var (id, _, _) = await PasskeyQuestion.AddAsync(client, device);
        var step = await FirstStep.ShowPasswordAsync(client);
        Assert.Equal(["passkey", "recovery_code"], step.Methods);
        Assert.Equal(id, (string?)Assert.Single(step.Passkey!["allowCredentials"]!.AsArray())!["id"]);
        var other = await FirstStep.ShowPasswordAsync(client);
        var answer = await device.GetAsync(other.Passkey!);

        // Two tabs sign in side by side, each with the answer to its own question, once.
        await Answer.ExpectStatusAsync(401, await step.TryAsync(answer));
        await Answer.ExpectAsync(200, await step.TryAsync(await device.GetAsync(step.Passkey!)));
        await Answer.ExpectProblemAsync(401, "invalid_second_factor", await other.TryAsync(answer.Saying("challenge", "AQID")));
        var credential = await device.GetAsync(other.Passkey!);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => other.TryAsync(credential)));
        var tokens = Tokens.Of(await Answer.ExpectAsync(200, Assert.Single(answers, static answer => (int)answer.StatusCode == 200)));

        Assert.All(answers, static answer => Assert.Contains((int)answer.StatusCode, (int[])[200, 401]));
        Assert.Equal("pwd", tokens.Amr[0]);
        Assert.Equal("mfa", tokens.Amr[^1]);
        Assert.Equal(3, (await client.SessionsAsync()).Count);
    }

    [Fact]
    public async Task Who_proves_again_who_they_are_stays_in_their_session()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var client = await shared.NewClient().RegisterAsync();
        await PasskeyQuestion.AddAsync(client, device);
        var before = client.Tokens;
        var question = await PasskeyQuestion.ForKnownAsync(client);

        client.Keep(await Answer.ExpectAsync(200, await question.TryReauthenticateAsync(client, await device.GetAsync(question.Options))));

        Assert.Equal(before.SessionId, client.Tokens.SessionId);
        Assert.Equal("mfa", client.Tokens.Amr[^1]);
        Assert.True(client.Tokens.AuthTime >= before.AuthTime);
        Assert.Single(await client.SessionsAsync());
    }

    [Fact]
    public async Task An_answer_is_good_once_and_for_its_own_question()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var client = await shared.NewClient().RegisterAsync();
        await PasskeyQuestion.AddAsync(client, device);
        var question = await PasskeyQuestion.ForKnownAsync(client);
        var credential = await device.GetAsync(question.Options);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => question.TrySignInAsync(client, credential)));

        Assert.Single(answers, static answer => (int)answer.StatusCode == 200);
        Assert.All(answers, static answer => Assert.Contains((int)answer.StatusCode, (int[])[200, 401]));
        Assert.Equal(2, (await client.SessionsAsync()).Count);
        await RefuseAsync(question, client, credential);
        foreach (var replayed in (Func<PasskeyQuestion, JsonNode>[])[_ => credential, asked => credential.To(asked)])
        {
            var asked = await PasskeyQuestion.ForKnownAsync(client);
            await RefuseAsync(asked, client, replayed(asked));
        }

        var elsewhere = await PasskeyQuestion.ForKnownAsync(client);
        await RefuseAsync(elsewhere, client, (await device.GetAsync(elsewhere.Options)).Saying("origin", "http://evil.example"));

        // A question for a new passkey is none for a known one.
        var added = await PasskeyQuestion.ForNewAsync(client);
        await RefuseAsync(added, client, credential.To(added));
        Assert.Equal(2, (await client.SessionsAsync()).Count);
    }

    [Fact]
    public async Task The_passkey_of_another_proves_nothing()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var ada = await shared.NewClient().RegisterAsync();
        using var bob = await shared.NewClient().RegisterAsync();
        var (adas, _, _) = await PasskeyQuestion.AddAsync(ada, device);
        var (_, codes, _) = await PasskeyQuestion.AddAsync(bob, device);

        var question = await PasskeyQuestion.ForKnownAsync(bob);
        await Answer.ExpectProblemAsync(401, "invalid_passkey", await question.TryReauthenticateAsync(bob, await device.GetAsync(question.Options, adas)));
        var step = await FirstStep.ShowPasswordAsync(bob);
        await Answer.ExpectProblemAsync(401, "invalid_second_factor", await step.TryAsync(await device.GetAsync(step.Passkey!, adas)));
        var mine = await PasskeyQuestion.ForKnownAsync(bob);
        var pretended = await device.GetAsync(mine.Options, adas);
        pretended["response"]!["userHandle"] = (string?)(await PasskeyQuestion.ForNewAsync(bob)).Options["user"]!["id"];
        await RefuseAsync(mine, bob, pretended);
        await step.FinishAsync(codes[0]);
    }

    [Fact]
    public async Task A_copy_that_lags_behind_is_refused()
    {
        using var client = await shared.NewClient().RegisterAsync();
        JsonNode copy;
        await using (var device = await browser.NewDeviceAsync(shared.Server))
        {
            await PasskeyQuestion.AddAsync(client, device);
            copy = await device.CopyAsync();
            await SignInAsync(client, device);
            await SignInAsync(client, device);
        }

        await using var copied = await browser.NewDeviceAsync(shared.Server);
        await copied.PasteAsync(copy);
        var question = await PasskeyQuestion.ForKnownAsync(client);
        await RefuseAsync(question, client, await copied.GetAsync(question.Options));
        Assert.Equal(3, (await client.SessionsAsync()).Count);
    }

    [Fact]
    public async Task What_is_damaged_is_refused_and_breaks_nothing()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var client = await shared.NewClient().RegisterAsync();
        await PasskeyQuestion.AddAsync(client, device);
        var first = await PasskeyQuestion.ForKnownAsync(client);
        var credential = await device.GetAsync(first.Options);
        for (var number = 0; ; number++)
        {
            var question = await PasskeyQuestion.ForKnownAsync(client);
            var damaged = credential.To(question).Damage().ElementAtOrDefault(number);
            if (damaged is null)
            {
                break;
            }

            using var answer = await question.TrySignInAsync(client, damaged);
            Assert.True((int)answer.StatusCode == 401, $"{(int)answer.StatusCode} for {damaged.ToJsonString()}");
        }

        Assert.Single(await client.SessionsAsync());
    }

    private static async Task RefuseAsync(PasskeyQuestion question, AuthClient client, JsonNode credential) =>
        await Answer.ExpectProblemAsync(401, "invalid_passkey", await question.TrySignInAsync(client, credential));

    private static async Task SignInAsync(AuthClient client, PasskeyDevice device)
    {
        var question = await PasskeyQuestion.ForKnownAsync(client);
        await Answer.ExpectAsync(200, await question.TrySignInAsync(client, await device.GetAsync(question.Options)));
    }
}
