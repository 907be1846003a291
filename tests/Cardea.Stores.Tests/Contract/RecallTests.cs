using Cardea.Accounts;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Recalling access tokens while their sessions live on, so that clients come for new ones.</summary>
public abstract class RecallTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const int Rounds = 100;

    [Fact]
    public async Task A_recall_refuses_what_was_issued_and_lets_every_session_go_on()
    {
        var phone = await RotateAsync<RotationOutcome.Rotated>(await SignInAsync(Alice));
        var laptop = await SignInAsync(Alice);
        var bobs = await SignInAsync(new("bob"));

        var recalls = await Node.Sessions.RecallAllAsync(Alice, Stop);

        Assert.Equal(
            new HashSet<RevokedSession> { new(phone.SessionId, 1, RevocationLife), new(laptop.SessionId, 1, RevocationLife) },
            recalls.ToHashSet());
        Assert.Equal(recalls.ToHashSet(), (await ReadRevokedAsync()).ToHashSet());
        Assert.Equal(2, (await RotateAsync<RotationOutcome.Rotated>(phone)).Generation);
        Assert.Equal(1, (await RotateAsync<RotationOutcome.Rotated>(laptop)).Generation);
        await RotateAsync<RotationOutcome.Rotated>(bobs);
    }

    [Fact]
    public async Task After_a_recall_a_session_goes_on_like_any_other()
    {
        var token = await SignInAsync(Alice);
        await Node.Sessions.RecallAllAsync(Alice, Stop);
        await Node.Sessions.RecallAllAsync(Alice, Stop);
        Assert.Equal([new(token.SessionId, 2, RevocationLife)], await ReadRevokedAsync());

        var next = await RotateAsync<RotationOutcome.Rotated>(token);
        AssertSame(next, await RotateAsync<RotationOutcome.Repeated>(token));
        next = await RotateAsync<RotationOutcome.Rotated>(next);
        next = await RotateAsync<RotationOutcome.Rotated>(next);
        Clock.Advance(Options.RefreshGrace);
        Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(token));
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(next));
    }

    [Fact]
    public async Task A_recall_moves_no_generation_and_the_tokens_after_it_carry_its_number()
    {
        var token = await SignInAsync(Alice);
        var before = await ReadAsync(token);
        Clock.Advance(TimeSpan.FromMinutes(1));

        await Node.Sessions.RecallAllAsync(Alice, Stop);

        Assert.Equal(before with { Recalls = 1 }, await ReadAsync(token));
        Assert.Equal(1, Assert.IsType<RotationOutcome.Rotated>(await RotateAsync(token)).Grant.Recalls);
        Assert.Equal(1, Assert.IsType<RotationOutcome.Repeated>(await RotateAsync(token)).Grant.Recalls);
    }

    [Fact]
    public async Task What_has_ended_is_not_recalled()
    {
        var token = await SignInAsync(Alice);
        await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop);

        Assert.Empty(await Node.Sessions.RecallAllAsync(Alice, Stop));
    }

    [Fact]
    public async Task A_change_of_roles_recalls_and_any_other_change_does_not()
    {
        var user = await AddUserAsync(Alice, "reader");
        var token = await SignInAsync(Alice);
        user = user with { EmailVerified = true };
        Assert.Empty(Assert.IsType<AccountUpdate.Updated>(await Node.Accounts.UpdateAsync(new(user with { ConcurrencyStamp = "first" }, user), Stop)).Revoked);
        user = user with { Roles = ["reader", "writer"] };

        var recall = Assert.Single(Assert.IsType<AccountUpdate.Updated>(await Node.Accounts.UpdateAsync(new(user with { ConcurrencyStamp = "first" }, user), Stop)).Revoked);

        Assert.Equal(new(token.SessionId, 1, RevocationLife), recall);
        var outcome = Assert.IsType<RotationOutcome.Rotated>(await RotateAsync(token));
        Assert.Equal(["reader", "writer"], outcome.Grant.Subject.Roles);
    }

    [Fact]
    public async Task Disabling_an_account_says_what_it_ended()
    {
        var user = await AddUserAsync(Alice, "reader");
        var token = await SignInAsync(Alice);
        user = user with { DisabledAt = Clock.GetUtcNow() };

        var update = Assert.IsType<AccountUpdate.Updated>(await Node.Accounts.UpdateAsync(new(user with { ConcurrencyStamp = "first" }, user), Stop));

        Assert.Equal(new(token.SessionId, RevokedSession.None, RevocationLife), Assert.Single(update.Revoked));
    }

    [Fact]
    public async Task Of_a_rotation_and_a_change_of_roles_at_once_no_accepted_token_has_the_old_ones()
    {
        var other = await OpenAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var user = await AddUserAsync(new($"user-{round}"), "old");
            var token = await SignInAsync(new(user.Id));
            user = user with { Roles = ["new"] };

            var (outcome, update) = await Race.RunAsync(
                () => Node.Rotations.RotateAsync(token, Stop),
                () => other.Accounts.UpdateAsync(new(user, user), Stop));

            var rotated = Assert.IsType<RotationOutcome.Rotated>(outcome);
            var recall = Assert.Single(Assert.IsType<AccountUpdate.Updated>(update).Revoked);
            Assert.True(
                rotated.Grant.Recalls < recall.LowestRecalls || rotated.Grant.Subject.Roles is ["new"],
                $"A token of {rotated.Grant.Recalls} recalls is accepted with the roles of before.");
            outcome = await RotateAsync(rotated.Grant.Successor!);
            Assert.Equal(["new"], Assert.IsType<RotationOutcome.Rotated>(outcome).Grant.Subject.Roles);
        }
    }
}
