using Cardea.Validation.Tests.Running;
using Cardea.Validation.Tokens;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Validation.Tests;

public sealed class CacheTests
{
    private const int Size = 1024 * 1024;

    [Fact]
    public async Task A_flood_of_good_tokens_is_accepted_in_bounded_memory()
    {
        await using var api = await ProtectedApi.StartAsync(configure: static options => options.CacheSize = Size);
        var token = api.Issuer.AccessToken();
        var most = Size / (2 * token.Length);
        for (var i = 0; i < 3 * most; i++)
        {
            Assert.IsType<AccessTokenValidation.Accepted>(await api.Check.CheckAsync(api.Issuer.AccessToken().AsMemory()));
            Assert.InRange(api.Check.Remembered, 0, most);
        }

        Assert.True(await api.AcceptsAsync(token));
    }

    [Fact]
    public async Task Room_is_made_for_new_tokens()
    {
        using var cache = new VerifiedTokenCache(Size, new FakeTimeProvider());
        var token = await TokenAsync();
        var texts = Enumerable.Range(0, 2000).Select(static i => new string((char)i, 512)).ToList();

        // Making room is the work of another thread: what is not taken now is taken in a moment.
        foreach (var text in texts)
        {
            while (cache.TryAdd(text, token, DateTimeOffset.MaxValue) && cache.Find(text) is null)
            {
                await Task.Yield();
            }
        }

        Assert.NotNull(cache.Find(texts[^1]));
    }

    [Fact]
    public async Task What_has_expired_is_dropped()
    {
        var clock = new FakeTimeProvider();
        using var cache = new VerifiedTokenCache(Size, clock);
        var token = await TokenAsync();
        for (var i = 0; i < 100; i++)
        {
            Assert.True(cache.TryAdd($"short {i}", token, clock.GetUtcNow() + TimeSpan.FromMinutes(10)));
        }

        Assert.True(cache.TryAdd("long", token, clock.GetUtcNow() + TimeSpan.FromMinutes(20)));
        Assert.Equal(101, cache.Count);
        clock.Advance(TimeSpan.FromMinutes(11));

        // Any look begins the clean-up, which is the work of another thread.
        while (cache.Count > 1)
        {
            Assert.NotNull(cache.Find("long"));
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_token_is_known_by_its_whole_text()
    {
        using var cache = new VerifiedTokenCache(Size, new FakeTimeProvider());
        Assert.True(cache.TryAdd("text", await TokenAsync(), DateTimeOffset.MaxValue));

        Assert.NotNull(cache.Find("text"));
        foreach (var other in (string[])["", "tex", "Text", "text ", "text\0", "te\u0445t"])
        {
            Assert.Null(cache.Find(other));
        }
    }

    private static async Task<VerifiedToken> TokenAsync()
    {
        await using var api = await ProtectedApi.StartAsync();
        var validation = await api.Check.CheckAsync(api.Issuer.AccessToken().AsMemory());
        return Assert.IsType<AccessTokenValidation.Accepted>(validation).Token;
    }
}
