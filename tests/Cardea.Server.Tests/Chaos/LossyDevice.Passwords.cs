namespace Cardea.Server.Tests.Chaos;

/// <summary>Proving again who one is, and changing the password, while other tabs refresh and answers are lost.</summary>
internal sealed partial class LossyDevice
{
    private const int PercentOfProofsLost = 30;

    private Task<bool> ReauthenticateAsync(bool withRefreshToken) => _user.WithPasswordAsync(async () =>
    {
        var tabs = RefreshMeanwhile();
        var password = _user.Passwords.Current;
        var shown = Stored;
        var (reply, node) = await AskUntilDoneAsync(tokens => Question.Reauthenticating(shown = tokens, withRefreshToken, password));
        await HearAsync(reply, shown, node);
        KeepPassword(reply, password, password);
        await tabs;
        return true;
    });

    private Task<bool> ChangePasswordAsync(bool withRefreshToken) => _user.WithPasswordAsync(async () =>
    {
        var tabs = RefreshMeanwhile();
        var (from, to) = (_user.Passwords.Current, _user.Passwords.Next());
        var others = _user.Held.Where(other => other.SessionId != Stored.SessionId).ToArray();
        var shown = Stored;
        var (reply, node) = await AskUntilDoneAsync(tokens => Question.ChangingPassword(shown = tokens, withRefreshToken, from, to));
        await HearAsync(reply, shown, node);
        KeepPassword(reply, from, to);
        await (reply.Status == 200 ? TellEndedAsync(others, node) : Task.CompletedTask);
        await tabs;
        return true;
    });

    private Task<int?> RefreshMeanwhile() => Dice.Says(50) ? RefreshInAllTabsAsync() : Task.FromResult<int?>(null);

    private async Task HearAsync(Reply reply, Running.Tokens shown, int node)
    {
        if (reply.Status == 200 && !Dice.Says(PercentOfProofsLost))
        {
            _store.Save(reply);
        }

        await EndIfOverAsync(reply, shown, node);
    }

    private void KeepPassword(Reply reply, int shown, int placed)
    {
        if (reply.Status == 200)
        {
            _user.Passwords.Place(placed);
        }
        else if (reply is { Status: 401, IsRefused: false, IsOver: false })
        {
            _user.Passwords.Refuse(shown);
        }
    }
}
