using Cardea.Rotation;
using CsCheck;

namespace Cardea.Tests.Rotation;

/// <summary>What holds whatever is presented, received and lost, in any order.</summary>
public sealed class RotationRulesPropertyTests
{
    private readonly RotationRows _rows = new();

    [Fact]
    public void Whoever_goes_on_gets_a_descendant_and_the_session_never_goes_back()
    {
        // A step presents a generation, counted from the current one, or is a receipt of the current one; after some seconds.
        var step = Gen.Select(Gen.Bool, Gen.Int[-6, 2], Gen.Int[-5, 40]);
        step.Array[1, 40].Sample(steps =>
        {
            var (row, elapsed) = (_rows.Row(0), TimeSpan.Zero);
            foreach (var (isReceipt, back, seconds) in steps)
            {
                elapsed += TimeSpan.FromSeconds(seconds);
                if (isReceipt)
                {
                    row = row.Proved < row.Generation ? row with { Proved = row.Generation, RotatedAt = RotationRows.Moved + elapsed } : row;
                    continue;
                }

                var presented = Math.Max(0, row.Generation + back);
                var decision = _rows.Present(presented, row, elapsed);
                AssertSound(presented, row, decision);
                if (decision.Outcome is not RotationOutcome.Continued)
                {
                    return;
                }

                row = After(decision.Move, row, elapsed);
            }
        });
    }

    [Theory]
    [InlineData(1_999_999_999, 2_000_000_000)]
    [InlineData(2_000_000_000, 1_999_999_999)]
    public async Task What_is_older_than_parent_and_proved_is_refused_without_deriving_a_secret(int parent, int proved)
    {
        var row = _rows.Row(0) with { Generation = 2_000_000_000, Parent = parent, Proved = proved };

        // Two thousand million derivations would take a quarter of an hour.
        var decision = await Task.Run(() => _rows.Present(0, row, TimeSpan.Zero), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.IsType<RotationOutcome.Replayed>(decision.Outcome);
    }

    private static SessionRow After(RotationMove? move, SessionRow row, TimeSpan elapsed) => move is null
        ? row
        : row with
        {
            Generation = move.Generation,
            Parent = move.Parent,
            Proved = move.Proved,
            Recalls = move.Recalls,
            TokenHash = move.TokenHash,
            RotatedAt = RotationRows.Moved + elapsed,
        };

    private void AssertSound(int presented, SessionRow row, RotationDecision decision)
    {
        if (decision.Outcome is not RotationOutcome.Continued { Grant: { Successor: { } successor } grant })
        {
            Assert.True(presented < row.Generation);
            Assert.Null(decision.Move);
            return;
        }

        Assert.True(successor.Generation > presented);
        Assert.Equal(_rows.First.Descend(successor.Generation).Reveal(), successor.Reveal());
        Assert.Equal(decision.Move is null, decision.Outcome is RotationOutcome.Repeated);
        Assert.Equal(row.Recalls + (decision.Outcome is RotationOutcome.Reissued ? 1 : 0), grant.Recalls);
        if (decision.Move is not { } move)
        {
            Assert.Equal(row.Generation, successor.Generation);
            return;
        }

        Assert.Equal((successor.Generation, grant.Recalls), (move.Generation, move.Recalls));
        Assert.True(move.Generation > row.Generation);
        Assert.True(successor.Matches(move.TokenHash.Span));
        Assert.True(0 <= move.Parent && move.Parent <= move.Proved && move.Proved < move.Generation);
        Assert.True(move.Proved >= row.Proved);
    }
}
