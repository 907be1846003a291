using Cardea.Codes;
using Cardea.Mail;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>One-time codes: good once, for one purpose, until they expire or a newer one takes their place.</summary>
public abstract class CodeTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task A_code_comes_back_as_it_was_stored_once()
    {
        var code = NewCode() with { Address = "alice@example.org", State = "{\"ü\":1}" };
        await Node.Codes.IssueAsync(code, mail: null, Stop);

        Assert.Equal(code, await Node.Codes.FindAsync(code.Hash, code.Purpose, Stop));
        Assert.Equal(code, await Node.Codes.ConsumeAsync(code.Hash, code.Purpose, Stop));
        Assert.Null(await Node.Codes.ConsumeAsync(code.Hash, code.Purpose, Stop));
        Assert.Null(await Node.Codes.FindAsync(code.Hash, code.Purpose, Stop));
    }

    [Fact]
    public async Task Of_many_who_present_it_at_once_one_gets_it()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 10; round++)
        {
            var code = NewCode();
            await Node.Codes.IssueAsync(code, mail: null, Stop);

            var consumed = await Race.RunAsync(20, racer => nodes[racer % 2].Codes.ConsumeAsync(code.Hash, code.Purpose, Stop));

            Assert.Single(consumed, static found => found is not null);
        }
    }

    [Fact]
    public async Task It_is_good_for_nothing_else()
    {
        var code = NewCode();
        await Node.Codes.IssueAsync(code, mail: null, Stop);

        Assert.Null(await Node.Codes.ConsumeAsync(code.Hash, CodePurpose.VerifyEmail, Stop));
        Assert.Null(await Node.Codes.ConsumeAsync(CodeHash.Of("another"), code.Purpose, Stop));
        Assert.NotNull(await Node.Codes.ConsumeAsync(code.Hash, code.Purpose, Stop));
    }

    [Fact]
    public async Task It_expires()
    {
        var code = NewCode();
        await Node.Codes.IssueAsync(code, mail: null, Stop);

        Clock.Advance(code.ExpiresAt - Clock.GetUtcNow());

        Assert.Null(await Node.Codes.FindAsync(code.Hash, code.Purpose, Stop));
        Assert.Null(await Node.Codes.ConsumeAsync(code.Hash, code.Purpose, Stop));
        Assert.Equal(1, (await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop)).Single(static rule => rule.Rule == "codes").Removed);
    }

    [Fact]
    public async Task A_newer_one_of_the_same_user_and_purpose_voids_it()
    {
        var (older, newer, other, bobs) = (NewCode(), NewCode(), NewCode() with { Purpose = CodePurpose.VerifyEmail }, NewCode() with { Owner = new UserId("bob") });
        foreach (var code in (StoredCode[])[older, other, bobs, newer])
        {
            await Node.Codes.IssueAsync(code, mail: null, Stop);
        }

        Assert.Null(await Node.Codes.ConsumeAsync(older.Hash, older.Purpose, Stop));
        foreach (var code in (StoredCode[])[other, bobs, newer])
        {
            Assert.NotNull(await Node.Codes.ConsumeAsync(code.Hash, code.Purpose, Stop));
        }
    }

    [Fact]
    public async Task Of_many_issued_at_once_one_is_good()
    {
        Node[] nodes = [Node, await OpenAsync()];
        var codes = Enumerable.Range(0, 20).Select(_ => NewCode()).ToArray();

        await Race.RunAsync(20, async racer =>
        {
            await nodes[racer % 2].Codes.IssueAsync(codes[racer], mail: null, Stop);
            return 0;
        });

        var found = await Task.WhenAll(codes.Select(code => Node.Codes.FindAsync(code.Hash, code.Purpose, Stop)));
        Assert.Single(found, static code => code is not null);
    }

    [Fact]
    public async Task Codes_of_nobody_do_not_void_each_other()
    {
        var (one, other) = (NewCode() with { Owner = null }, NewCode() with { Owner = null });
        await Node.Codes.IssueAsync(one, mail: null, Stop);
        await Node.Codes.IssueAsync(other, mail: null, Stop);

        Assert.NotNull(await Node.Codes.ConsumeAsync(one.Hash, one.Purpose, Stop));
        Assert.NotNull(await Node.Codes.ConsumeAsync(other.Hash, other.Purpose, Stop));
    }

    [Fact]
    public async Task By_address_it_is_of_whoever_has_the_address_and_the_mail_goes_with_it()
    {
        await AddUserAsync(Alice);
        var code = NewCode() with { Owner = null, Address = "alice@example.org" };
        await Node.Codes.IssueByAddressAsync(code, NewMail(), Stop);

        Assert.Equal(Alice, (await Node.Codes.FindAsync(code.Hash, code.Purpose, Stop))!.Owner);
        Assert.Equal(Alice, Assert.Single(await Node.Outbox.ClaimAsync(10, Stop)).Recipient);
    }

    [Fact]
    public async Task By_an_address_that_nobody_has_there_is_no_mail_and_nobody_to_use_it()
    {
        var user = await AddUserAsync(Alice);
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
