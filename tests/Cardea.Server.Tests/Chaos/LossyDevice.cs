using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Chaos;

/// <summary>
/// An app with up to ten tabs that share one store of tokens, over a network that loses answers. A tab that hears nothing asks
/// again with what is in the store. Now and then the owner does something else, or a thief comes.
/// </summary>
internal sealed partial class LossyDevice
{
    // By then there is something to steal.
    private const int FirstAct = 9;

    private readonly ChaosRun _run;
    private readonly LossyUser _user;
    private readonly TokenStore _store = new();
    private readonly (int InThousand, Func<Task> Do)[] _acts;

    public LossyDevice(ChaosRun run, LossyUser user)
    {
        _run = run;
        _user = user;
        _acts =
        [
            (5, LogOutAsync),
            (2, LogOutOthersAsync),
            (1, LogOutAllAsync),
            (2, EndOtherAsync),
            (5, BeRobbedAsync),
            (3, SleepAfterALossAsync),
            (5, StraggleAsync),
            (2, () => ReauthenticateAsync(withRefreshToken: true)),
            (1, () => ReauthenticateAsync(withRefreshToken: false)),
            (2, () => ChangePasswordAsync(withRefreshToken: true)),
            (1, () => ChangePasswordAsync(withRefreshToken: false)),
            (3, _user.ChangeRolesAsync),
            (70, () => VerifyAsync(AnyNode())),
            (30, () => VerifyAsync(Entry.Api)),
        ];
    }

    public Tokens Stored => _store.Stored;

    public bool IsSignedIn => _store.IsSignedIn;

    public async Task LiveAsync(int steps, CancellationToken leaving)
    {
        for (var step = 0; step < steps && !leaving.IsCancellationRequested; step++)
        {
            if (!_store.IsSignedIn && !await TrySignInAsync())
            {
                return;
            }

            await RefreshInAllTabsAsync();
            if (_store.IsSignedIn && Choose(step) is { } act)
            {
                await act();
            }
        }
    }

    // What is rare comes once for certain, so that a short run has everything.
    private Func<Task>? Choose(int step)
    {
        if (step == FirstAct)
        {
            return _acts[_run.NextAct() % _acts.Length].Do;
        }

        var number = Dice.Below(1000);
        foreach (var (share, act) in _acts)
        {
            if ((number -= share) < 0)
            {
                return act;
            }
        }

        return null;
    }

    private async Task<bool> TrySignInAsync()
    {
        if (await _user.SignInAsync() is not { } tokens)
        {
            return false;
        }

        _used.Clear();
        _store.Begin(tokens);
        return true;
    }

    private Task<Reply> VerifyAsync(int acceptor) => _user.Asker.AskAsync(Question.Verifying(Stored.Access, acceptor), acceptor);

    private static int AnyNode() => Dice.Below(ChaosNodes.Count);
}
