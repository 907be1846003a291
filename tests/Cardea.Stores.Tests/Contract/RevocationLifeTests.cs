using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;

namespace Cardea.Stores.Tests.Contract;

/// <summary>A revocation outlives every token that it refuses, also one that was made when the setting was longer.</summary>
public abstract class RevocationLifeTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private TimeSpan Expected => Longest + Options.RevocationMargin;

    [Fact]
    public async Task A_shorter_setting_does_not_shorten_what_refuses_the_tokens_of_before()
    {
        await AddKeyAsync(KeyPurpose.AccessToken, Longest);
        await RestartAsync(options => options.AccessTokenLifetime = TimeSpan.FromMinutes(1));
        var token = await SignInAsync(Alice);

        var end = Assert.IsType<SessionEnd.Ended>(await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop)).End;

        Assert.Equal(Expected, end.Life);
        Assert.Equal([end], await ReadRevokedAsync());
        Clock.Advance(Expected - TimeSpan.FromSeconds(1));
        await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop);
        Assert.Equal([end], await ReadRevokedAsync());
        Clock.Advance(TimeSpan.FromSeconds(2));
        await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop);
        Assert.Empty(await ReadRevokedAsync());
    }

    [Fact]
    public async Task A_longer_setting_counts_before_any_key_says_so()
    {
        await AddKeyAsync(KeyPurpose.AccessToken, TimeSpan.FromMinutes(1));
        await AddKeyAsync(KeyPurpose.RefreshToken, TimeSpan.FromDays(30));
        var token = await SignInAsync(Alice);

        Assert.Equal(
            RevocationLife, Assert.IsType<SessionEnd.Ended>(await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop)).End.Life);
    }

    [Fact]
    public async Task It_is_the_same_whatever_ends_or_recalls()
    {
        await AddKeyAsync(KeyPurpose.AccessToken, Longest);
        await RestartAsync(options => options.SessionsPerUser = 3);
        var (lost, replayed) = (await SignInAsync(Alice), await SignInAsync(Alice));
        await RotateAsync<RotationOutcome.Rotated>(lost);
        await RotateAsync<RotationOutcome.Rotated>(await RotateAsync<RotationOutcome.Rotated>(replayed));
        Clock.Advance(Options.RefreshGrace);
        List<RevokedSession> revoked =
        [
            Assert.IsType<RotationOutcome.Reissued>(await RotateAsync(lost)).Recall,
            Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(replayed)).End,
        ];
        await SignInAsync(Alice);
        await SignInAsync(Alice);
        revoked.AddRange(Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(NewSession(Alice), Stop)).Displaced);
        revoked.AddRange(await Node.Sessions.RecallAllAsync(Alice, Stop));
        var written = await SignInAsync(new("bob"));
        revoked.AddRange(await Node.Revocations.WriteBackAsync([RevokedSession.Ended(written.SessionId, TimeSpan.FromSeconds(1))], Stop));
        revoked.AddRange(await Node.Sessions.EndAllAsync(Alice, except: null, EndReason.LoggedOut, Stop));

        Assert.Equal(10, revoked.Count);
        Assert.All(revoked, each => Assert.Equal(Expected, each.Life));
        Assert.All(await ReadRevokedAsync(), each => Assert.Equal(Expected, each.Life));
    }

    private async Task AddKeyAsync(KeyPurpose purpose, TimeSpan longestLife) =>
        Assert.True(await Node.Keys.AddAsync(
            new("1", purpose, new byte[] { 1 }, Clock.GetUtcNow(), Clock.GetUtcNow(), longestLife), newest: null, TimeSpan.Zero, Stop));
}
