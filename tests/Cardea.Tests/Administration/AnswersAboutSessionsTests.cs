using Cardea.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.Revocation;
using Cardea.Tests.Accounts;
using Cardea.Tokens;

namespace Cardea.Tests.Administration;

/// <summary>
/// What another node did to a user a moment ago is in no row at hand. So an answer waits for a read of the feed that begins
/// after the request found nothing to change: one that is under way may have missed it.
/// </summary>
public sealed class AnswersAboutSessionsTests : IDisposable
{
    private readonly AccountsInProcess _accounts = AccountsInProcess.OfCardea();
    private readonly SessionId _session;

    public AnswersAboutSessionsTests() => _session = SessionId.Create(_accounts.Clock.GetUtcNow().AddDays(1));

    private static readonly Caller Operator = Caller.Program("test");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Asked => ["lock", "unlock", "roles as they are", "factors", "delete", "lock of nobody", "roles of nobody", "delete of nobody"];

    public void Dispose() => _accounts.Dispose();

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task The_answer_knows_what_another_node_has_revoked_before(string asked)
    {
        await AddAsync();
        _accounts.Sessions.Hold();
        var earlier = _accounts.Reader.CatchUpAsync(Cancellation);
        _accounts.Sessions.Revoke(RevokedSession.Ended(_session, TimeSpan.FromMinutes(10)));

        var answer = AskAsync(asked);
        Assert.False(answer.IsCompleted);
        _accounts.Sessions.Release();
        await answer;
        await earlier;

        Assert.True(_accounts.Index.Refuses(new(_session, 0)));
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task There_is_no_answer_while_the_feed_can_not_be_read(string asked)
    {
        await AddAsync();
        _accounts.Sessions.IsAway = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => AskAsync(asked));
    }

    [Fact]
    public async Task Many_who_wait_share_one_read()
    {
        await AddAsync();
        _accounts.Sessions.Hold();
        var earlier = _accounts.Reader.CatchUpAsync(Cancellation);
        var answers = Enumerable.Range(0, 10).Select(_ => AskAsync("lock of nobody")).ToArray();
        _accounts.Sessions.Release();
        await earlier;
        await Task.WhenAll(answers);

        Assert.Equal(2, _accounts.Sessions.Reads);
    }

    private Task AskAsync(string asked)
    {
        var (alice, nobody, administration) = (new UserId("0197a3b2-c4d5-7e6f-8a9b-0c1d2e3f4a5b"), new UserId("nobody"), _accounts.Administration);
        return asked switch
        {
            "lock" => administration.LockAsync(alice, Operator, force: false, Cancellation),
            "unlock" => administration.UnlockAsync(alice, Operator, Cancellation),
            "roles as they are" => administration.ChangeRolesAsync(alice, [], [], Operator, force: false, Cancellation),
            "factors" => administration.RemoveFactorsAsync(alice, Operator, Cancellation),
            "delete" => _accounts.Removal.RemoveAsync(alice, Operator, force: false, Cancellation),
            "lock of nobody" => administration.LockAsync(nobody, Operator, force: false, Cancellation),
            "roles of nobody" => administration.ChangeRolesAsync(nobody, ["admin"], [], Operator, force: false, Cancellation),
            "delete of nobody" => _accounts.Removal.RemoveAsync(nobody, Operator, force: false, Cancellation),
            _ => throw new ArgumentOutOfRangeException(nameof(asked), asked, message: null),
        };
    }

    // A user who is locked already.
    private Task<bool> AddAsync() => _accounts.Store.AddAsync(
        new CardeaUser
        {
            Id = "0197a3b2-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
            Email = "alice@example.org",
            SecurityStamp = "first",
            ConcurrencyStamp = "first",
            DisabledAt = DateTimeOffset.UnixEpoch,
        },
        Cancellation);
}
