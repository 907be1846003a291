using Cardea.Keys;

namespace Cardea.Tests.Keys;

/// <summary>A refresh token names its key by one byte.</summary>
public sealed class RefreshKeyNumberTests
{
    private readonly KeyRings _nodes = new();
    private readonly KeyRing _ring;

    public RefreshKeyNumberTests() => _ring = _nodes.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IEnumerable<string> Numbers => _nodes.Store.Keys.Where(static key => key.Purpose == KeyPurpose.RefreshToken).Select(static key => key.Id);

    [Fact]
    public async Task Over_the_years_two_stored_keys_never_share_a_number()
    {
        await _ring.ReloadAsync(Cancellation);
        for (var rotation = 0; rotation < 300; rotation++)
        {
            Assert.Distinct(Numbers);
            _nodes.Clock.Advance(_nodes.Options.KeyLifetime);
            _nodes.Store.Sweep(_nodes.Clock.GetUtcNow());
            await _ring.ReloadAsync(Cancellation);
        }
    }

    [Fact]
    public async Task A_number_that_a_stored_key_has_is_passed_over()
    {
        string? newest = null;
        foreach (var number in (string[])["0", "1", "3", "254"])
        {
            await _nodes.Store.AddAsync(_nodes.NewRefreshKey(number, KeyRings.Start), newest, _nodes.Options.RevocationMargin, Cancellation);
            newest = number;
        }

        await _ring.ReloadAsync(Cancellation);
        Assert.Equal("255", Numbers.Last());
        await RotateAsync(2);

        Assert.Equal(["0", "1", "3", "254", "255", "2", "4"], Numbers);
    }

    [Fact]
    public async Task When_all_numbers_are_taken_a_rotation_says_so_and_the_keys_in_use_go_on()
    {
        await _ring.ReloadAsync(Cancellation);
        await RotateAsync(254);
        Assert.Equal(256, Numbers.Count());

        await _ring.RotateAsync(by: null, Cancellation);
        _nodes.Clock.Advance(KeyRing.PublishedAhead);
        var exception = await Assert.ThrowsAsync<SetupException>(() => _ring.ReloadAsync(Cancellation));

        Assert.Contains("256", exception.Message, StringComparison.Ordinal);
        Assert.Contains("cardea keys list", exception.Message, StringComparison.Ordinal);
        Assert.Equal(256, Numbers.Count());
        Assert.Equal(255, _ring.CurrentRefresh().Id);
        Assert.NotNull(_ring.FindRefresh(0));
    }

    [Fact]
    public async Task The_number_of_a_key_that_was_swept_comes_again()
    {
        await _ring.ReloadAsync(Cancellation);
        await RotateAsync(254);
        _nodes.Clock.Advance(_nodes.Options.SessionLifetime - (250 * KeyRing.PublishedAhead));
        _nodes.Store.Sweep(_nodes.Clock.GetUtcNow());
        await RotateAsync(1);

        Assert.Equal("0", Numbers.Last());
        Assert.Distinct(Numbers);
    }

    private async Task RotateAsync(int times)
    {
        for (var rotation = 0; rotation < times; rotation++)
        {
            await _ring.RotateAsync(by: null, Cancellation);
            await _nodes.AdvanceAsync(_ring, KeyRing.PublishedAhead);
        }
    }
}
