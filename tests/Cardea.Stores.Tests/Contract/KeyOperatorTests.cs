using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Callers;
using Cardea.Keys;
using Cardea.Sessions;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Keys that an operator changes: the operator is entitled and the event is stored in the change's own transaction, or nothing is done.</summary>
public abstract class KeyOperatorTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly TimeSpan Later = TimeSpan.FromDays(30);

    [Fact]
    public async Task An_administrator_rotates_and_retires_and_the_audit_says_so()
    {
        await AddUserAsync(Alice, Role.Administrator);
        var actor = new Actor(Alice, (await SignInAsync(Alice)).SessionId, Role.Administrator);
        await AddKeysAsync();

        Assert.Equal(KeyChange.Made, await AdvanceAsync(actor));
        Assert.Equal(KeyChange.Made, await RetireAsync(actor));

        Assert.Equal([SecurityEventKind.KeyRetired, SecurityEventKind.KeysRotated], await KindsAsync());
    }

    [Fact]
    public async Task The_command_line_needs_no_session()
    {
        await AddKeysAsync();

        Assert.Equal(KeyChange.Made, await AdvanceAsync(actor: null));
        Assert.Equal(KeyChange.Made, await RetireAsync(actor: null));

        Assert.Equal([SecurityEventKind.KeyRetired, SecurityEventKind.KeysRotated], await KindsAsync());
    }

    [Fact]
    public async Task What_changes_nothing_is_no_event()
    {
        await AddKeysAsync();
        await AdvanceAsync(actor: null);
        await RetireAsync(actor: null);
        var before = await KindsAsync();

        Assert.Equal(KeyChange.None, await AdvanceAsync(actor: null));
        Assert.Equal(KeyChange.None, await RetireAsync(actor: null));

        Assert.Equal(before, await KindsAsync());
    }

    [Theory]
    [InlineData("demoted")]
    [InlineData("disabled")]
    [InlineData("ended")]
    [InlineData("removed")]
    [InlineData("of another user")]
    public async Task An_actor_who_is_not_entitled_changes_no_key(string how)
    {
        var admin = await AddUserAsync(Alice, Role.Administrator);
        var session = (await SignInAsync(Alice)).SessionId;
        await AddKeysAsync();
        var keys = await Node.Keys.ReadAsync(Stop);
        var actor = new Actor(Alice, session, Role.Administrator);
        switch (how)
        {
            case "demoted":
                await Node.Accounts.UpdateAsync(new(admin, admin with { Roles = [] }) { MayTakeLastAdministrator = true }, Stop);
                break;
            case "disabled":
                await Node.Accounts.UpdateAsync(new(admin, admin with { DisabledAt = Clock.GetUtcNow() }) { MayTakeLastAdministrator = true }, Stop);
                break;
            case "ended":
                await Node.Sessions.EndAsync(session, Alice, EndReason.LoggedOut, Stop);
                break;
            case "removed":
                await Node.Accounts.RemoveAsync(Alice, actor: null, removal: null, mail: null, force: true, Stop);
                break;
            default:
                await AddUserAsync(new("bob"), Role.Administrator);
                actor = actor with { User = new("bob") };
                break;
        }

        Assert.Equal(KeyChange.ActorRefused, await AdvanceAsync(actor));
        Assert.Equal(KeyChange.ActorRefused, await RetireAsync(actor));

        Assert.Equivalent(keys, await Node.Keys.ReadAsync(Stop), strict: true);
        Assert.Empty(await KindsAsync());
    }

    private async Task AddKeysAsync()
    {
        var now = Clock.GetUtcNow();
        Assert.True(await Node.Keys.AddAsync(NewKey("first", now), newest: null, TimeSpan.Zero, Stop));
        Assert.True(await Node.Keys.AddAsync(NewKey("second", now + Later), "first", TimeSpan.Zero, Stop));
    }

    private StoredKey NewKey(string id, DateTimeOffset activeFrom) =>
        new(id, KeyPurpose.AccessToken, new byte[] { 1 }, Clock.GetUtcNow(), activeFrom, TimeSpan.FromMinutes(10));

    private Task<KeyChange> AdvanceAsync(Actor? actor) =>
        Node.Keys.AdvanceAsync(["second"], Clock.GetUtcNow() + TimeSpan.FromMinutes(10), By(actor, SecurityEventKind.KeysRotated), Stop);

    private Task<KeyChange> RetireAsync(Actor? actor) => Node.Keys.RetireAsync("first", Clock.GetUtcNow(), By(actor, SecurityEventKind.KeyRetired), Stop);

    private KeyOperator By(Actor? actor, SecurityEventKind kind)
    {
        // Events sort by time.
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        return new(actor, SecurityEvent.Of(kind, user: null, session: null, device: null, Clock.GetUtcNow(), "an operator"));
    }

    private async Task<SecurityEventKind[]> KindsAsync() =>
        [.. (await Node.Events.ReadAsync(user: null, before: null, most: 10, Stop)).Select(static happened => happened.Kind).Where(static kind => kind >= SecurityEventKind.KeysRotated)];
}
