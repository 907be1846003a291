using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Tests.Rotation;

/// <summary>The rows and tokens of one session, which last moved at <see cref="Moved"/>.</summary>
/// <param name="transport">How the tokens travel.</param>
internal sealed class RotationRows(TokenTransport transport = TokenTransport.Body)
{
    public static readonly DateTimeOffset Moved = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(17);
    public static readonly SessionSubject Owner = new(new UserId("ada"), Moved, ["pwd"], ["admin"]);

    public RefreshToken First { get; } =
        new RefreshTokenKey(1, new byte[RefreshTokenKey.MaterialSize]).Begin(SessionId.Create(Moved.AddDays(30)), transport);

    public CardeaOptions Options { get; } = new();

    public TimeSpan Grace => Options.RefreshGrace;

    /// <summary>A row. Unless said otherwise, of a session that was refreshed now and then and whose latest answer is not known to have arrived.</summary>
    public SessionRow Row(int generation, int? parent = null, int? proved = null, int recalls = 0) => new(
        generation,
        parent ?? Math.Max(0, generation - 1),
        proved ?? Math.Max(0, generation - 1),
        recalls,
        First.Descend(generation).Hash.ToArray(),
        Moved,
        IsLive: true,
        Owner,
        Life);

    public RotationDecision Present(int generation, SessionRow row, TimeSpan afterMove) =>
        RotationRules.Decide(First.Descend(generation), row, Moved + afterMove, Options);

    /// <summary>Asserts an outcome that goes on with a generation and leaves the row as it is.</summary>
    public void AssertStays<TOutcome>(RotationDecision decision, int generation)
        where TOutcome : RotationOutcome.Continued
    {
        var grant = Assert.IsType<TOutcome>(decision.Outcome).Grant;
        Assert.Equal(First.Descend(generation).Reveal(), grant.Successor!.Reveal());
        Assert.Equal((First.SessionId, Owner), (grant.SessionId, grant.Subject));
        Assert.Null(decision.Move);
    }

    /// <summary>Asserts an outcome that moves the row so, and goes on with the generation that it moved to.</summary>
    public void AssertMoves<TOutcome>(RotationDecision decision, int generation, int parent, int proved, int recalls = 0)
        where TOutcome : RotationOutcome.Continued
    {
        AssertStays<TOutcome>(decision with { Move = null }, generation);
        Assert.Equal(recalls, ((TOutcome)decision.Outcome).Grant.Recalls);
        var move = decision.Move!;
        Assert.Equal((generation, parent, proved, recalls), (move.Generation, move.Parent, move.Proved, move.Recalls));
        Assert.True(First.Descend(generation).Matches(move.TokenHash.Span));
    }
}
