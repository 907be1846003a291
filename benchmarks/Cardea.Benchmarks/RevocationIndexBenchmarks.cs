using BenchmarkDotNet.Attributes;
using Cardea.Revocation;
using Cardea.Tokens;

namespace Cardea.Benchmarks;

/// <summary>The look-up that every protected request makes.</summary>
public class RevocationIndexBenchmarks
{
    private const int Tokens = 65_536;

    private AccessTokenId[] _live = [];
    private AccessTokenId[] _ended = [];
    private RevocationIndex? _index;
    private int _next;

    [Params(0, 1_000_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _index = new(TimeProvider.System);
        var ended = Sessions.Ended(Entries).ToArray();
        _index.Add(ended);
        _live = [.. Sessions.Ended(Tokens).Select(static session => new AccessTokenId(session.SessionId, 0))];
        _ended = Entries == 0 ? _live : [.. Enumerable.Range(0, Tokens).Select(i => new AccessTokenId(ended[(long)i * 15_485_863 % Entries].SessionId, 0))];
    }

    [Benchmark]
    public bool Live() => _index!.Refuses(_live[_next++ % Tokens]);

    [Benchmark]
    public bool Ended() => _index!.Refuses(_ended[_next++ % Tokens]);
}
