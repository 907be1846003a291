using Microsoft.Extensions.Time.Testing;

namespace Cardea.Tests.Keys;

/// <summary>Nodes whose clocks differ read the keys every so often, one after another, and rotate when it is time.</summary>
public sealed class KeyHandoverTests
{
    private static readonly TimeSpan Reloading = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CachedByApis = TimeSpan.FromMinutes(5);

    private readonly KeyRings _nodes = new();
    private readonly FakeTimeProvider[] _clocks = [.. new[] { 0, 2, -2 }.Select(static minutes => new FakeTimeProvider(KeyRings.Start.AddMinutes(minutes)))];

    [Fact]
    public async Task No_key_is_used_before_every_node_and_every_api_knows_it()
    {
        _nodes.Options.KeyLifetime = TimeSpan.FromHours(1);
        var rings = Array.ConvertAll(_clocks, clock => _nodes.New(clock));
        foreach (var ring in rings)
        {
            await ring.ReloadAsync(TestContext.Current.CancellationToken);
        }

        var caches = new Queue<HashSet<string>>();
        var signers = new HashSet<string>(StringComparer.Ordinal);
        for (var elapsed = TimeSpan.Zero; elapsed < TimeSpan.FromHours(4); elapsed += Reloading / rings.Length)
        {
            Array.ForEach(_clocks, static clock => clock.Advance(Reloading / 3));
            await rings[(int)(elapsed / (Reloading / rings.Length)) % rings.Length].ReloadAsync(TestContext.Current.CancellationToken);

            // What all nodes published then, somebody may still have for all he knows.
            caches.Enqueue([.. rings.Select(static ring => ring.Published.Select(static key => key.Id)).Aggregate(Enumerable.Intersect)]);
            var cache = caches.Count > CachedByApis / (Reloading / 3) ? caches.Dequeue() : caches.Peek();
            foreach (var ring in rings)
            {
                var (signing, refresh) = (ring.CurrentSigning().Key.Id, ring.CurrentRefresh().Id);
                signers.Add(signing);
                Assert.Contains(signing, cache);
                Assert.All(rings, other => Assert.NotNull(other.FindSigning(signing)));
                Assert.All(rings, other => Assert.NotNull(other.FindRefresh(refresh)));
            }
        }

        Assert.InRange(signers.Count, 4, 6);
    }
}
