using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tests.Keys;
using Cardea.Tests.Sessions;

namespace Cardea.Tests.Rotation;

public sealed class RefreshTokenRotationTests : IAsyncLifetime
{
    private readonly KeyRings _nodes = new();
    private readonly KeyRing _keys;
    private readonly RefreshTokenRotation _rotation;

    public RefreshTokenRotationTests()
    {
        _keys = _nodes.New();
        _rotation = new RefreshTokenRotation(new AwaySessionStore(), _keys, new RevocationFeed(new RevocationIndex(_nodes.Clock)), _nodes.Clock);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _keys.ReloadAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("cdr_")]
    [InlineData("cdr_AQcBl6OyxNV-b4qbDB0uP0pbAAABAqChoqOkpaanqKmqq6ytrq-wsbKztLW2t7i5uru8vb6_TPhtFRyltU_CdleAMAT9bw")]
    public async Task What_we_did_not_issue_never_reaches_the_store(string? text) =>
        Assert.IsType<RotationOutcome.Unknown>(await _rotation.RotateAsync(text, Cancellation));

    [Fact]
    public async Task What_has_expired_for_good_never_reaches_the_store()
    {
        var token = NewToken();
        _nodes.Clock.Advance(TimeSpan.FromDays(1));

        Assert.IsType<RotationOutcome.Expired>(await _rotation.RotateAsync(token, Cancellation));
    }

    [Fact]
    public async Task What_may_be_good_is_not_refused_while_the_store_is_away()
    {
        var token = NewToken();
        _nodes.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => _rotation.RotateAsync(token, Cancellation));
    }

    private string NewToken() => _keys.CurrentRefresh().Begin(SessionId.Create(KeyRings.Start.AddDays(1))).Reveal();
}
