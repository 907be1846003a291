using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Revocation.Model;

/// <summary>
/// The life of one entry of the revocation index under clocks that jump. A session ends at minute 0; its last access token was
/// issued just before.
/// </summary>
internal sealed class EntryModel(EntryRules rules, EntryState start) : IModel<EntryState>
{
    /// <summary>The life of the access token, in minutes.</summary>
    private const int TokenLife = 4;

    /// <summary>The life that a restart with another setting gives to new access tokens.</summary>
    private const int ShorterLife = 2;

    /// <summary>The issuer's clock skew.</summary>
    private const int Skew = 1;

    /// <summary>The clock skew of the stock handler.</summary>
    private const int StockSkew = 5;

    private readonly int _life = (rules.EntriesLiveByTodaysSetting ? ShorterLife : TokenLife) + Skew;

    private readonly int _accepted = TokenLife + (rules.AcceptorKeepsItsSkew ? StockSkew : Skew);

    public EntryState Start => start;

    /// <summary>A node that has read refuses the token until the token expires. While its clock is ahead, <c>exp</c> refuses it anyway.</summary>
    public string? BrokenBy(EntryState state) =>
        state.HasRead && state.Learned is null && state.NodeAhead == 0 && state.Now < _accepted
            ? $"The revoked token is accepted in minute {state.Now}"
            : null;

    public void AddSteps(EntryState state, Steps<EntryState> steps)
    {
        if (state.Now < TokenLife + Skew + 2)
        {
            steps.Add(state with { Now = state.Now + 1 }, $"a minute passes");
        }

        AddJumps(state, steps);
        AddNode(state, steps);
        AddSweeps(state, steps);
    }

    private void AddJumps(EntryState state, Steps<EntryState> steps)
    {
        if (state.NodeJumpsLeft > 0 && (!rules.OneClockAtATime || state.DatabaseAhead == 0 || state.NodeAhead != 0))
        {
            var ahead = state.NodeAhead == 0 ? rules.Jump : 0;
            var jumped = state with { NodeAhead = ahead, NodeJumpsLeft = state.NodeJumpsLeft - 1 };
            steps.Add(jumped, $"the node's clock is now ahead by {ahead} minutes");
        }

        if (state.DatabaseJumpsLeft > 0 && (!rules.OneClockAtATime || state.NodeAhead == 0 || state.DatabaseAhead != 0))
        {
            var ahead = state.DatabaseAhead == 0 ? rules.Jump : 0;
            var jumped = state with { DatabaseAhead = ahead, DatabaseJumpsLeft = state.DatabaseJumpsLeft - 1 };
            steps.Add(jumped, $"the database's clock is now ahead by {ahead} minutes");
        }
    }

    private void AddNode(EntryState state, Steps<EntryState> steps)
    {
        if (state.RestartsLeft > 0)
        {
            steps.Add(state with { Learned = null, HasRead = false, RestartsLeft = state.RestartsLeft - 1 }, $"the node restarts");
        }

        // Only the first read is a full one. A later read does not show an old row again.
        var visible = !state.RowIsSwept && (!rules.ReadsFilterByExpiry || state.Now + state.DatabaseAhead < _life);
        var learns = visible && !state.HasRead && state.Learned is null;
        steps.Add(state with { Learned = learns ? state.Now : state.Learned, HasRead = true }, $"the node reads");

        if (state.Learned is { } learned)
        {
            var age = rules.DropsByWallClock ? state.Now + state.NodeAhead : state.Now - learned;
            if (age >= _life)
            {
                steps.Add(state with { Learned = null }, $"the node drops its entry");
            }
        }
    }

    private void AddSweeps(EntryState state, Steps<EntryState> steps)
    {
        if (state.RowIsSwept)
        {
            return;
        }

        var swept = state with { RowIsSwept = true };
        int ahead = rules.SweepsByDatabaseClock ? state.DatabaseAhead : Math.Min(state.NodeAhead, state.DatabaseAhead);
        if (state.Now + ahead >= _life)
        {
            steps.Add(swept, $"the server sweeps the row");
        }

        if (state.Now + state.DatabaseAhead >= _life + rules.CronMargin)
        {
            steps.Add(swept, $"pg_cron sweeps the row");
        }
    }
}
