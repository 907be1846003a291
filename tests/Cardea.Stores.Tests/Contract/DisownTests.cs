using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.Rotation;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>The removal of an account by the person to whom the code of its address was mailed.</summary>
public abstract class DisownTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task A_never_verified_account_is_removed_with_its_code()
    {
        await AddUserAsync(Alice);
        var token = await SignInAsync(Alice);
        var code = await IssueAsync(Alice);

        var removed = Assert.IsType<AccountRemoval.Removed>(await DisownAsync(Node, code));

        Assert.Equal(token.SessionId, Assert.Single(removed.Revoked).SessionId);
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token));
        Assert.Null(await Node.Accounts.FindAsync(Alice, Stop));
        Assert.Null(await Node.Codes.FindAsync(code.Hash, code.Purpose, Stop));
        Assert.Single(await Node.Outbox.ClaimAsync(10, Stop));
        Assert.IsType<AccountRemoval.NotFound>(await DisownAsync(Node, code));
    }

    [Fact]
    public async Task A_verified_a_disabled_and_a_moved_account_stay_with_their_code()
    {
        Func<CardeaUser, CardeaUser>[] changes =
            [static user => user with { EmailVerified = true }, user => user with { DisabledAt = Clock.GetUtcNow() }, static user => user with { Email = $"new.{user.Email}" }];
        foreach (var (number, change) in changes.Index())
        {
            var owner = new UserId($"owner-{number}");
            var user = await AddUserAsync(owner);
            var code = await IssueAsync(owner);
            await Node.Accounts.UpdateAsync(new(user, change(user)), Stop);

            Assert.IsType<AccountRemoval.NotFound>(await DisownAsync(Node, code));

            Assert.NotNull(await Node.Accounts.FindAsync(owner, Stop));
            Assert.NotNull(await Node.Codes.FindAsync(code.Hash, code.Purpose, Stop));
        }
    }

    [Fact]
    public async Task Without_its_code_nothing_is_removed()
    {
        await AddUserAsync(Alice);
        var code = await IssueAsync(Alice);
        await Node.Codes.ConsumeAsync(code.Hash, code.Purpose, Stop);

        Assert.IsType<AccountRemoval.NotFound>(await DisownAsync(Node, code));

        Assert.NotNull(await Node.Accounts.FindAsync(Alice, Stop));
    }

    [Fact]
    public async Task Of_a_verification_and_a_removal_at_once_one_is_made()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 20; round++)
        {
            var owner = new UserId($"owner-{round}");
            var user = await AddUserAsync(owner);
            var (verifies, disowns) = (await IssueAsync(owner), await IssueAsync(owner));
            var verified = user with { EmailVerified = true, ConcurrencyStamp = "verified" };

            var (update, removal) = await Race.RunAsync(
                () => nodes[0].Accounts.UpdateAsync(new(user, verified) { Code = verifies }, Stop), () => DisownAsync(nodes[1], disowns));

            Assert.NotEqual(update is AccountUpdate.Updated, removal is AccountRemoval.Removed);
            Assert.Equal(update is AccountUpdate.Updated, await Node.Accounts.FindAsync(owner, Stop) is not null);
        }
    }

    private Task<AccountRemoval> DisownAsync(Node node, StoredCode code) =>
        node.Accounts.DisownAsync(
            code,
            SecurityEvent.Of(SecurityEventKind.Deleted, code.Owner, session: null, device: null, Clock.GetUtcNow()),
            new(Guid.CreateVersion7(Clock.GetUtcNow()), Recipient: null, new byte[] { 1, 2, 3 }, Clock.GetUtcNow() + TimeSpan.FromDays(1)),
            Stop);

    private async Task<StoredCode> IssueAsync(UserId owner)
    {
        var code = new StoredCode(
            OneTimeCode.Create().Hash, CodePurpose.VerifyEmail, owner, $"{owner}@example.org", State: null, Clock.GetUtcNow() + TimeSpan.FromMinutes(10));
        await Node.Codes.IssueAsync(code, mail: null, Stop);
        return code;
    }
}
