using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Chaos;

/// <summary>Refreshing, and what goes wrong with it.</summary>
internal sealed partial class LossyDevice
{
    private const int MostTabs = 10;
    private const int PercentLost = 5;

    // A used token that many moves back is neither repeated nor the last one that is proved.
    private const int MovesUntilWorthless = 6;

    private readonly List<(Tokens Tokens, TimeSpan UsedAt)> _used = [];

    /// <returns>The node whose answer was stored; <see langword="null"/> if the session is over.</returns>
    private async Task<int?> RefreshInAllTabsAsync(Deed deed = Deed.Refresh)
    {
        var shown = Stored;
        var heard = await Task.WhenAll(Enumerable.Range(0, 1 + Dice.Below(MostTabs)).Select(_ => RefreshAsync(shown, deed)));
        lock (_used)
        {
            if (_used.Count <= MovesUntilWorthless && (_used.Count == 0 || _used[^1].Tokens.Refresh != shown.Refresh))
            {
                _used.Add((shown, _run.Now));
            }
        }

        return heard.FirstOrDefault(static node => node is not null);
    }

    // Another tab may have heard what this one did not: then that is in the store.
    private async Task<int?> RefreshAsync(Tokens shown, Deed deed)
    {
        while (_store.IsSignedIn && Stored.Refresh == shown.Refresh)
        {
            var node = AnyNode();
            var reply = await _user.Asker.AskAsync(Question.Refreshing(shown, deed), node);
            if (reply.Status == 200 && !Dice.Says(PercentLost))
            {
                _store.Save(reply);
                return node;
            }

            await EndIfOverAsync(reply, shown, node);
            await Dice.RestAsync();
        }

        return null;
    }

    // Whatever was the matter: where nobody is signed in any more, everybody must know soon.
    private async Task EndIfOverAsync(Reply reply, Tokens shown, int node)
    {
        if (reply.IsOver && _store.End(shown.SessionId))
        {
            await _user.Inquests.EndedAsync(Guid.Parse(shown.SessionId), node);
        }
    }

    // All answers are lost, and by the time it asks again the grace is over: it is issued another, and the old access token is recalled.
    private async Task SleepAfterALossAsync()
    {
        var before = Stored;
        await _user.Asker.AskAsync(Question.Refreshing(before), AnyNode());
        await Task.Delay(_run.Grace * 1.1);
        if (await RefreshInAllTabsAsync(Deed.LateRefresh) is { } node && Pass.Of(Stored.Access).Recalls > Pass.Of(before.Access).Recalls)
        {
            await _user.Inquests.RecalledAsync(before, node);
        }
    }

    // A tab comes a moment later than the others, who have gone on already.
    private async Task StraggleAsync()
    {
        var (late, begun) = (Stored, _run.Now);
        await RefreshInAllTabsAsync();
        await RefreshInAllTabsAsync();
        if (_store.IsSignedIn && _run.Now - begun < _run.Grace / 2)
        {
            var node = AnyNode();
            await EndIfOverAsync(await _user.Asker.AskAsync(Question.Refreshing(late), node), late, node);
        }
    }

    // No crash may take back what makes the token worthless: the thief would be taken for the owner.
    private async Task BeRobbedAsync()
    {
        if (_used.Count <= MovesUntilWorthless || _used[MovesUntilWorthless].UsedAt > _run.DurableUntil)
        {
            return;
        }

        var stolen = _used[0].Tokens;
        int node;
        Reply reply;
        do
        {
            node = AnyNode();
            await Dice.RestAsync();
            reply = await _user.Asker.AskAsync(Question.Refreshing(stolen, Deed.Replay), node);
        }
        while (reply.IsOpen);
        await (reply.IsOver ? _user.Inquests.EndedAsync(Guid.Parse(stolen.SessionId), node) : Task.CompletedTask);
        await RefreshInAllTabsAsync();
    }
}
