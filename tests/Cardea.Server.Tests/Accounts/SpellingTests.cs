using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Accounts;

/// <summary>Two spellings of an address are one account or a refusal, and one that only looks like it is never somebody else's account.</summary>
public abstract class SpellingTests<TStore>(MailedServer<TStore> shared)
    where TStore : TestStore, new()
{
    [Theory]
    [MemberData(nameof(Spellings.Same), MemberType = typeof(Spellings))]
    public async Task Another_spelling_is_the_same_account(string spelling)
    {
        var (owner, number) = await RegisterAsync();
        using var client = owner;
        var spelled = Spell(spelling, number);
        var id = await owner.IdAsync();

        await Answer.ExpectProblemAsync(409, "email_taken", await client.TryRegisterAsync(spelled));
        client.Keep(await Answer.ExpectAsync(200, await client.TrySignInAsync(spelled)));
        Assert.Equal(id, await client.IdAsync());

        // Mail goes to the one spelling that is stored.
        await Answer.ExpectAsync(202, await client.ForgetPasswordAsync(spelled));
        Assert.Equal(Spell(Spellings.Owner, number), (await shared.Mail.NextAsync(Spell(Spellings.Owner, number), MailSubject.ResetPassword)).To);
    }

    [Theory]
    [MemberData(nameof(Spellings.Refused), MemberType = typeof(Spellings))]
    public async Task What_is_no_address_is_refused(string spelling)
    {
        using var client = shared.NewClient();
        var spelled = Spell(spelling, NumberOf(client));

        var refusal = await Answer.ExpectProblemAsync(400, "validation_failed", await client.TryRegisterAsync(spelled));
        Assert.NotEmpty(refusal["errors"]!["email"]!.AsArray());
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await client.TrySignInAsync(spelled));
    }

    [Theory]
    [MemberData(nameof(Spellings.Other), MemberType = typeof(Spellings))]
    public async Task A_double_is_an_account_of_its_own(string spelling)
    {
        var (owner, number) = await RegisterAsync();
        using var client = owner;
        var spelled = Spell(spelling, number);
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await client.TrySignInAsync(spelled));
        using var other = shared.NewClient();
        other.Keep(await Answer.ExpectAsync(201, await other.TryRegisterAsync(spelled)));

        await Answer.ExpectAsync(202, await other.ForgetPasswordAsync(spelled));
        var mail = await shared.Mail.NextAsync(spelled, MailSubject.ResetPassword);
        await Answer.ExpectAsync(204, await other.ResetPasswordAsync(mail.Code));

        Assert.Equal(spelled, mail.To);
        Assert.True(await owner.IsAcceptedAsync());
        await Answer.ExpectAsync(200, await other.TrySignInAsync(spelled, AccountRequests.NewPassword));
    }

    private async Task<(AuthClient Owner, string Number)> RegisterAsync()
    {
        var client = shared.NewClient();
        var number = NumberOf(client);
        client.Keep(await Answer.ExpectAsync(201, await client.TryRegisterAsync(Spell(Spellings.Owner, number))));
        return (client, number);
    }

    // One that no other test has, from an address that no other test has.
    private static string NumberOf(AuthClient client) => client.Email.Split('@')[0].Replace("user", "", StringComparison.Ordinal);

    private static string Spell(string spelling, string number) => spelling.Replace("{0}", number, StringComparison.Ordinal);
}
