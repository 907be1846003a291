using Cardea.Keys;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Keys shared by all nodes: of many who rotate at once one wins, and an old key expires once.</summary>
public abstract class KeyTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(6);

    [Fact]
    public async Task A_key_is_read_as_it_was_stored()
    {
        var key = NewKey("0");

        Assert.True(await AddAsync(key, newest: null));

        var stored = Assert.Single(await Node.Keys.ReadAsync(Stop));
        Assert.Equal(key.SealedMaterial.ToArray(), stored.SealedMaterial.ToArray());
        Assert.Equal(key, stored with { SealedMaterial = key.SealedMaterial });
    }

    [Fact]
    public async Task A_new_key_lets_its_predecessor_of_the_same_purpose_expire()
    {
        await AddAsync(NewKey("signing", KeyPurpose.AccessToken), newest: null);
        await AddAsync(NewKey("0"), newest: null);
        var next = NewKey("1");

        Assert.True(await AddAsync(next, "0"));

        Assert.Equal(next.ActiveFrom + Life + Margin, await ExpiryAsync("0"));
        Assert.Null(await ExpiryAsync("1"));
        Assert.Null(await ExpiryAsync("signing"));
    }

    [Fact]
    public async Task An_expiry_that_is_set_is_not_put_off_by_a_new_key()
    {
        await AddAsync(NewKey("0"), newest: null);
        await AddAsync(NewKey("1"), "0");
        var expiresAt = await ExpiryAsync("0");
        Clock.Advance(TimeSpan.FromDays(1));

        Assert.True(await AddAsync(NewKey("2"), "1"));

        Assert.Equal(expiresAt, await ExpiryAsync("0"));
    }

    [Fact]
    public async Task Of_many_nodes_that_add_a_key_at_once_one_wins()
    {
        Node[] nodes = [Node, await OpenAsync()];
        string? newest = null;
        for (var round = 0; round < 20; round++)
        {
            var added = await Race.RunAsync(10, racer => nodes[racer % 2].Keys.AddAsync(NewKey($"{round}-{racer}"), newest, Margin, Stop));

            newest = $"{round}-{Array.IndexOf(added, true)}";
            Assert.Single(added, true);
        }

        var stored = await Node.Keys.ReadAsync(Stop);
        Assert.Equal(20, stored.Count);
        Assert.Equal(newest, Assert.Single(stored, key => key.ExpiresAt is null).Id);
    }

    [Fact]
    public async Task A_node_that_does_not_know_the_newest_key_adds_none()
    {
        await AddAsync(NewKey("0"), newest: null);
        await AddAsync(NewKey("1"), "0");

        Assert.False(await AddAsync(NewKey("2"), newest: null));
        Assert.False(await AddAsync(NewKey("2"), "0"));
        Assert.False(await AddAsync(NewKey("2"), "no such key"));

        Assert.Equal(["0", "1"], (await Node.Keys.ReadAsync(Stop)).Select(key => key.Id));
    }

    [Fact]
    public async Task Every_node_reads_the_keys_with_the_feed()
    {
        var other = await OpenAsync();
        var page = await ReadFeedAsync(other);
        Assert.Empty(page.Keys);
        await AddAsync(NewKey("0"), newest: null);
        await AddAsync(NewKey("1"), "0");

        page = await ReadFeedAsync(other, page.Position);
        Assert.Equal((await Node.Keys.ReadAsync(Stop)).Select(Describe), page.Keys.Select(Describe));
        await Node.Keys.RetireAsync("0", Clock.GetUtcNow(), by: null, Stop);
        Assert.Equal([Clock.GetUtcNow(), null], (await ReadFeedAsync(other, page.Position)).Keys.Select(static key => key.RetiredAt));

        static string Describe(StoredKey key) => $"{key with { SealedMaterial = default }} {Convert.ToHexString(key.SealedMaterial.Span)}";
    }

    private StoredKey NewKey(string id, KeyPurpose purpose = KeyPurpose.RefreshToken)
    {
        var now = Clock.GetUtcNow();
        return new(id, purpose, new byte[] { 1, 2, 3, 0, 255 }, now, now + TimeSpan.FromMinutes(10), Life);
    }

    private Task<bool> AddAsync(StoredKey key, string? newest) => Node.Keys.AddAsync(key, newest, Margin, Stop);

    private async Task<DateTimeOffset?> ExpiryAsync(string id) =>
        Assert.Single(await Node.Keys.ReadAsync(Stop), key => key.Id == id).ExpiresAt;
}
