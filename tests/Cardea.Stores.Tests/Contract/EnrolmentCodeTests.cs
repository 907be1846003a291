using Cardea.Codes;
using Cardea.Mail;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>The codes of a user who adds the first second factor while signing in.</summary>
public abstract class EnrolmentCodeTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddUserAsync(Alice);
        await AddUserAsync(new("bob"));
    }

    [Fact]
    public async Task A_mailed_code_confirms_an_enrolment_of_its_user_once()
    {
        Node[] nodes = [Node, await OpenAsync()];
        var enrolment = NewCode() with { Purpose = CodePurpose.Enrolment };
        var bobs = enrolment with { Hash = CodeHash.Of("bobs"), Owner = new UserId("bob") };
        var mailed = NewCode() with { Purpose = CodePurpose.EnrolmentMail, Address = "alice@example.org" };
        var other = NewCode() with { Purpose = CodePurpose.EnrolmentMail, Address = "alice@example.org" };
        foreach (var code in (StoredCode[])[enrolment, bobs, mailed, other])
        {
            await Node.Codes.IssueAsync(code, mail: null, Stop);
        }

        Assert.False(await Node.Codes.ConfirmEnrolmentAsync(bobs, mailed.Hash, Stop));
        Assert.False(await Node.Codes.ConfirmEnrolmentAsync(enrolment with { Hash = CodeHash.Of("none") }, mailed.Hash, Stop));
        Assert.False(await Node.Codes.ConfirmEnrolmentAsync(enrolment, CodeHash.Of("a guess"), Stop));
        Assert.False(await Node.Codes.ConfirmEnrolmentAsync(enrolment, enrolment.Hash, Stop));
        var confirmed = await Race.RunAsync(8, racer => nodes[racer % 2].Codes.ConfirmEnrolmentAsync(enrolment, mailed.Hash, Stop));

        Assert.Single(confirmed, static won => won);
        Assert.Equal("alice@example.org", (await Node.Codes.FindAsync(enrolment.Hash, CodePurpose.Enrolment, Stop))!.Address);
        Assert.Null((await Node.Codes.FindAsync(bobs.Hash, CodePurpose.Enrolment, Stop))!.Address);
        Assert.False(await Node.Codes.ConfirmEnrolmentAsync(enrolment, other.Hash, Stop));
    }

    [Fact]
    public async Task A_user_of_another_store_has_a_mailed_code_to_enrol_and_no_other()
    {
        var enrolment = NewCode() with { Purpose = CodePurpose.EnrolmentMail, Owner = new UserId("of the app"), Address = "eve@example.org" };
        var reset = enrolment with { Hash = CodeHash.Of("reset"), Purpose = CodePurpose.ResetPassword };
        await Node.Codes.IssueAsync(enrolment, NewMail(), Stop);
        await Node.Codes.IssueAsync(reset, NewMail(), Stop);

        Assert.Equal((bool[])[true, false], await AreOwnedAsync([enrolment, reset]));
        Assert.Single(await Node.Outbox.ClaimAsync(10, Stop));
    }

    private async Task<bool[]> AreOwnedAsync(IEnumerable<StoredCode> codes)
    {
        var found = await Task.WhenAll(codes.Select(code => Node.Codes.FindAsync(code.Hash, code.Purpose, Stop)));
        return [.. found.Select(static code => code?.Owner is not null)];
    }

    private StoredCode NewCode() => new(
        OneTimeCode.Create().Hash, CodePurpose.ResetPassword, Alice, Address: null, State: null, Clock.GetUtcNow() + TimeSpan.FromMinutes(10));

    private OutboxMail NewMail() => new(Guid.CreateVersion7(Clock.GetUtcNow()), Recipient: null, new byte[] { 1, 2, 3 }, Clock.GetUtcNow() + TimeSpan.FromDays(1));
}
