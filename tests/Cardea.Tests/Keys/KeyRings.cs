using System.Security.Cryptography;
using Cardea.Keys;
using Cardea.Tokens;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Tests.Keys;

/// <summary>Key rings of several nodes over one store.</summary>
internal sealed class KeyRings
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public CardeaOptions Options { get; } = new();

    public FakeTimeProvider Clock { get; } = new(Start);

    public InMemoryKeyStore Store { get; } = new();

    public MasterKey MasterKey { get; } = MasterKey.Parse(MasterKey.Generate());

    public KeyRing New(TimeProvider? clock = null, CardeaOptions? options = null) => new(Store, MasterKey, options ?? Options, clock ?? Clock);

    /// <summary>Lets time pass, after which a node reads the keys again.</summary>
    public Task AdvanceAsync(KeyRing ring, TimeSpan time)
    {
        Clock.Advance(time);
        return ring.ReloadAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A key of refresh tokens with a random material.</summary>
    public StoredKey NewRefreshKey(string number, DateTimeOffset createdAt) => new(
        number,
        KeyPurpose.RefreshToken,
        MasterKey.Seal(number, KeyPurpose.RefreshToken, RandomNumberGenerator.GetBytes(RefreshTokenKey.MaterialSize)),
        createdAt,
        createdAt,
        Options.SessionLifetime);
}
