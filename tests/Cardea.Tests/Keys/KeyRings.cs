using Cardea.Keys;
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

    public KeyRing New(TimeProvider? clock = null) => new(Store, MasterKey, Options, clock ?? Clock);
}
