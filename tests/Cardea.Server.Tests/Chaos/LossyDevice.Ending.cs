using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Chaos;

/// <summary>Logging out, in every way there is.</summary>
internal sealed partial class LossyDevice
{
    private const int MostTries = 100;

    /// <summary>Ends all sessions of the user.</summary>
    public async Task LogOutAllAsync()
    {
        if (!_store.IsSignedIn && !await TrySignInAsync())
        {
            return;
        }

        var ending = _user.Held.ToArray();
        if (await AskUntilDoneAsync(Question.LoggingOutAll) is ({ Status: 204 }, var node))
        {
            await TellEndedAsync(ending, node);
        }
    }

    private async Task LogOutAsync()
    {
        Func<Tokens, Question>[] ways =
        [
            static shown => Question.LoggingOut(shown, byRefreshToken: false),
            static shown => Question.LoggingOut(shown, byRefreshToken: true),
            static shown => Question.Revoking(shown, byRefreshToken: false),
            static shown => Question.Revoking(shown, byRefreshToken: true),
        ];
        var leaving = Stored;
        var (_, node) = await AskUntilDoneAsync(ways[Dice.Below(ways.Length)]);
        await TellEndedAsync([leaving], node);
        await RefreshInAllTabsAsync();
    }

    private async Task LogOutOthersAsync()
    {
        var ending = _user.Held.Where(other => other.SessionId != Stored.SessionId).ToArray();
        if (await AskUntilDoneAsync(Question.LoggingOutOthers) is ({ Status: 204 }, var node))
        {
            await TellEndedAsync(ending, node);
        }
    }

    private async Task EndOtherAsync()
    {
        if (_user.Held.FirstOrDefault(other => other.SessionId != Stored.SessionId) is { } other
            && await AskUntilDoneAsync(shown => Question.EndingOther(shown, Guid.Parse(other.SessionId))) is ({ Status: 204 or 404 }, var node))
        {
            await TellEndedAsync([other], node);
        }
    }

    private Task TellEndedAsync(IEnumerable<Tokens> ended, int node) =>
        Task.WhenAll(ended.Select(tokens => _user.Inquests.EndedAsync(Guid.Parse(tokens.SessionId), node)));

    // An access token that was recalled is replaced, and an answer that does not come is asked for again.
    private async Task<(Reply Reply, int Node)> AskUntilDoneAsync(Func<Tokens, Question> how)
    {
        for (var tries = 1; ; tries++)
        {
            var node = AnyNode();
            var reply = await _user.Asker.AskAsync(how(Stored), node);
            if (reply.IsRefused)
            {
                await RefreshInAllTabsAsync();
            }

            if (!(reply.IsOpen || (reply.IsRefused && _store.IsSignedIn)) || tries == MostTries)
            {
                return (reply, node);
            }

            await Dice.RestAsync();
        }
    }
}
