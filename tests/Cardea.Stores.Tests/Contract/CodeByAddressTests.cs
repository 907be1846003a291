using Cardea.Codes;
using Cardea.Mail;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Codes that go to an address: to whoever has it.</summary>
public abstract class CodeByAddressTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddUserAsync(Alice);
    }

    [Fact]
    public async Task By_address_it_is_of_whoever_has_the_address_and_the_mail_goes_with_it()
    {
        var code = NewCode() with { Owner = null, Address = "alice@example.org" };
        await Node.Codes.IssueByAddressAsync(code, NewMail(), Stop);

        Assert.Equal(Alice, (await Node.Codes.FindAsync(code.Hash, code.Purpose, Stop))!.Owner);
        Assert.Equal(Alice, Assert.Single(await Node.Outbox.ClaimAsync(10, Stop)).Recipient);
    }

    [Fact]
    public async Task By_an_address_that_nobody_has_there_is_no_mail_and_nobody_to_use_it()
    {
        var user = (await Node.Accounts.FindAsync(Alice, Stop))!;
        user = user with { DisabledAt = Clock.GetUtcNow() };
        await Node.Accounts.UpdateAsync(new(user, user), Stop);
        foreach (var address in (string[])["nobody@example.org", "alice@example.org"])
        {
            var code = NewCode() with { Owner = null, Address = address };
            await Node.Codes.IssueByAddressAsync(code, NewMail(), Stop);

            Assert.Null((await Node.Codes.FindAsync(code.Hash, code.Purpose, Stop))!.Owner);
        }

        Assert.Empty(await Node.Outbox.ClaimAsync(10, Stop));
    }

    private StoredCode NewCode() => new(
        OneTimeCode.Create().Hash, CodePurpose.ResetPassword, Alice, Address: null, State: null, Clock.GetUtcNow() + TimeSpan.FromMinutes(10));

    private OutboxMail NewMail() => new(Guid.CreateVersion7(Clock.GetUtcNow()), Recipient: null, new byte[] { 1, 2, 3 }, Clock.GetUtcNow() + TimeSpan.FromDays(1));
}
