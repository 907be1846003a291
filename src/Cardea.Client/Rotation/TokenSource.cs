using Cardea.Client.States;
using Cardea.Client.Storage;
using Microsoft.Extensions.Options;

namespace Cardea.Client.Rotation;

/// <summary>Gives access tokens for the session of a store, and refreshes when one is due. It has no state of a user.</summary>
internal sealed class TokenSource(
    TokenStorage storage,
    TokenCache cache,
    SessionTurns turns,
    Refresher refresher,
    ClientStates states,
    IOptions<CardeaClientOptions> options,
    TimeProvider clock)
{
    // Each further attempt means that the store has changed meanwhile.
    private const int Attempts = 4;

    // A request takes about this long to arrive.
    private static readonly TimeSpan Transit = TimeSpan.FromSeconds(5);

    // A token that replaces a refused one and is refused as well is not replaced again so soon: the fault is the API's.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    /// <summary>Gives an access token.</summary>
    /// <param name="store">Where the tokens of the user are.</param>
    /// <param name="demand">What the caller needs.</param>
    /// <param name="cancellationToken">Cancels the caller's wait. A refresh goes on, and its answer is stored.</param>
    /// <returns>The token, or null if nobody is signed in. The refused token again, if another one would not help.</returns>
    /// <exception cref="CardeaClientException">No token is to be had now. The session is kept.</exception>
    public async Task<CachedToken?> GetAsync(ITokenStore store, TokenDemand demand, CancellationToken cancellationToken)
    {
        var observed = states.Of(store);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var version = observed.Version;
            if ((await storage.ReadAsync(store, cancellationToken))?.Session is not { } session)
            {
                observed.Set(CardeaClientState.SignedOut, version);
                return null;
            }

            observed.SeeSession(version);
            var known = cache.Of(session.Id);
            var slot = known.For(demand.Audience);
            var token = known.Exchanged == session.RefreshToken ? null : slot.Token;
            if (token is not null && Meets(token, demand))
            {
                RefreshAhead(store, session, slot, token, demand);
                return token;
            }

            if (slot.Refusal(demand.Force) is { } refusal)
            {
                return Last(token, demand) ?? throw refusal;
            }

            var outcome = await turns.ShareAsync(session.Id, demand.Audience, demand.Force, () => refresher.RefreshAsync(store, session.Id, demand)).WaitAsync(cancellationToken);
            switch (outcome)
            {
                case RefreshOutcome.Refreshed:
                    observed.Set(CardeaClientState.SignedIn, version);
                    demand = demand with { Force = false, HasWaited = true };
                    break;
                case RefreshOutcome.SignedOut or RefreshOutcome.NotStored:
                    observed.Set(CardeaClientState.SignedOut, version);
                    return null;
                case RefreshOutcome.Failed(var failure):
                    return Last(token, demand) ?? throw failure.Again(failure.RetryAfter);
            }
        }

        throw new CardeaClientException(CardeaClientException.TokenStoreFailed, "The token store does not keep what is stored in it, or the clock jumps.");
    }

    private bool Meets(CachedToken token, TokenDemand demand)
    {
        if (demand.Force)
        {
            return false;
        }

        if (demand.Refused == token.Value)
        {
            return token.IsReplacement && token.Sent.Elapsed(clock) < Settling;
        }

        var needed = demand.HasWaited ? TimeSpan.Zero : demand.MinLifetime is { } asked ? Shorter(asked, token.Lifetime / 2) : Shorter(Transit, token.Lifetime / 4);
        var remaining = token.Remaining(clock);
        return remaining > TimeSpan.Zero && remaining >= needed;
    }

    // What is left when a refresh fails: the token that a request without special needs can still use.
    private CachedToken? Last(CachedToken? token, TokenDemand demand) =>
        demand is { Force: false, MinLifetime: null, Refused: null } && token?.Remaining(clock) > TimeSpan.Zero ? token : null;

    private void RefreshAhead(ITokenStore store, StoredSession session, TokenSlot slot, CachedToken token, TokenDemand demand)
    {
        if (token.Value != demand.Refused
            && token.Remaining(clock) < Shorter(options.Value.RefreshAhead, token.Lifetime / 2)
            && slot.Refusal(force: false) is null)
        {
            // Nobody waits for this. The next request gets what it brings.
            _ = turns.ShareAsync(session.Id, demand.Audience, isNew: false, () => refresher.RefreshAsync(store, session.Id, demand));
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
