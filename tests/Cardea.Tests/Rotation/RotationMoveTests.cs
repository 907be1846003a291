using Cardea.Rotation;

namespace Cardea.Tests.Rotation;

/// <summary>How the row's columns move: each rule taken out alone logs an honest client out.</summary>
public sealed class RotationMoveTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly RotationRows _rows = new();

    [Theory]
    [InlineData(5, 3, 4)]
    [InlineData(5, 2, 5)]
    [InlineData(9, 6, 9)]
    public void A_move_within_the_grace_keeps_what_was_acceptable_before(int generation, int parent, int proved)
    {
        _rows.AssertMoves<RotationOutcome.Rotated>(
            _rows.Present(generation, _rows.Row(generation, parent, proved), _rows.Grace - Tick), generation + 1, parent, proved: generation);
    }

    [Theory]
    [InlineData(5, 0, 0)]
    [InlineData(5, 1, 4)]
    [InlineData(100, 0, 99)]
    public void A_move_within_the_grace_keeps_four_generations_at_most(int generation, int parent, int proved) =>
        _rows.AssertMoves<RotationOutcome.Rotated>(
            _rows.Present(generation, _rows.Row(generation, parent, proved), TimeSpan.Zero), generation + 1, parent: generation - 3, proved: generation);

    [Theory]
    [InlineData(5, 2, 4)]
    [InlineData(5, 4, 5)]
    [InlineData(9, 6, 6)]
    public void A_move_after_the_grace_keeps_what_is_not_proved_to_have_arrived(int generation, int parent, int proved) =>
        _rows.AssertMoves<RotationOutcome.Rotated>(
            _rows.Present(generation, _rows.Row(generation, parent, proved), _rows.Grace), generation + 1, parent: proved, proved: generation);

    [Fact]
    public void A_move_after_the_grace_keeps_four_generations_at_most() =>
        _rows.AssertMoves<RotationOutcome.Rotated>(_rows.Present(9, _rows.Row(9, parent: 1, proved: 1), _rows.Grace), 10, parent: 6, proved: 9);

    [Fact]
    public void What_is_issued_again_keeps_more_than_four_generations() =>
        _rows.AssertMoves<RotationOutcome.Reissued>(_rows.Present(1, _rows.Row(9, parent: 1, proved: 1), _rows.Grace), 10, parent: 1, proved: 1, recalls: 1);

    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    [InlineData(9, 6)]
    public void What_heals_a_row_is_proved_and_keeps_the_parent_at_most_four_back(int presented, int parent)
    {
        foreach (var elapsed in (TimeSpan[])[TimeSpan.Zero, _rows.Grace, TimeSpan.FromDays(1)])
        {
            _rows.AssertMoves<RotationOutcome.Healed>(
                _rows.Present(presented, _rows.Row(2, parent: 1, proved: 2, recalls: 3), elapsed), presented + 1, parent, proved: presented, recalls: 3);
        }
    }

    [Fact]
    public void After_a_healing_its_own_retry_and_a_second_tab_are_repeats()
    {
        var healed = _rows.Present(6, _rows.Row(2, parent: 1, proved: 2), TimeSpan.FromDays(1)).Move!;
        var row = _rows.Row(healed.Generation, healed.Parent, healed.Proved);

        foreach (var presented in (int[])[3, 4, 5, 6])
        {
            _rows.AssertStays<RotationOutcome.Repeated>(_rows.Present(presented, row, TimeSpan.Zero), 7);
        }
    }

    [Fact]
    public void A_second_tab_that_comes_after_the_first_has_moved_on_twice_finds_its_answer()
    {
        var row = _rows.Row(1, parent: 0, proved: 0);
        foreach (var presented in (int[])[1, 2, 3])
        {
            var move = _rows.Present(presented, row, TimeSpan.Zero).Move!;
            row = _rows.Row(move.Generation, move.Parent, move.Proved);
        }

        _rows.AssertStays<RotationOutcome.Repeated>(_rows.Present(0, row, TimeSpan.Zero), 4);
    }

    [Fact]
    public void What_a_decision_says_is_as_of_the_stores_time() => Assert.Equal(
        RotationRows.Moved.AddMinutes(5), ((RotationOutcome.Continued)_rows.Present(2, _rows.Row(2), TimeSpan.FromMinutes(5)).Outcome).Grant.At);
}
