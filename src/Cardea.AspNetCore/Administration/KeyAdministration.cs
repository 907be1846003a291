using Cardea.Accounts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.Audit;
using Cardea.Callers;
using Cardea.Keys;
using Cardea.Revocation;

namespace Cardea.AspNetCore.Administration;

/// <summary>Changes that an operator makes to the keys. Each leaves an event, in its own transaction.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say.</remarks>
internal sealed class KeyAdministration(KeyRing keys, StoreFeedReader reader, SecurityLog log)
{
    /// <summary>Lets the next keys take over after <see cref="KeyRing.PublishedAhead"/>.</summary>
    public Task<KeyChange> RotateAsync(Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(SecurityEventKind.KeysRotated, caller, detail: "", by => keys.RotateAsync(by, cancellationToken), cancellationToken);

    /// <summary>Retires a key: what it made is refused from now on.</summary>
    public Task<KeyChange> RetireAsync(string id, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(SecurityEventKind.KeyRetired, caller, id, by => keys.RetireAsync(id, by, cancellationToken), cancellationToken);

    private async Task<KeyChange> ChangeAsync(
        SecurityEventKind kind, Caller caller, string detail, Func<KeyOperator, Task<KeyChange>> change, CancellationToken cancellationToken)
    {
        // The event says who did it, and not from where: that is in the operator's own events.
        var happened = log.Create(kind, user: null, session: null, caller.Hidden, $"{caller.Operator} {detail}".TrimEnd());
        var actor = caller.Acting is { } acting ? new Actor(acting.User, acting.Id, Role.Administrator) : null;
        var result = await change(new(actor, happened));
        if (result == KeyChange.Made)
        {
            log.Log(happened);
        }
        else if (result == KeyChange.ActorRefused)
        {
            // The session may have ended on another node a moment ago: this node refuses its tokens from now on.
            await reader.CatchUpAsync(cancellationToken);
        }

        return result;
    }
}
