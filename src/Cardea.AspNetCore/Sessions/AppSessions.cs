using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.Sessions;

/// <summary>The sessions, for the app's own code.</summary>
internal sealed class AppSessions(
    ISessionStore store, SignedInSessions sessions, SessionAdministration administration, IServiceScopeFactory scopes) : ISessions
{
    private static readonly Caller App = Caller.Program("app");

    public Task<IReadOnlyList<Session>> ListAsync(UserId user, CancellationToken cancellationToken) => store.ListAsync(user, cancellationToken);

    public async Task<bool> EndAsync(SessionId session, CancellationToken cancellationToken) =>
        await administration.EndAsync(session, App, cancellationToken) is SessionEnd.Ended;

    public Task EndAllAsync(UserId user, CancellationToken cancellationToken) => administration.EndAllAsync(user, App, cancellationToken);

    public Task RecallAsync(UserId user, CancellationToken cancellationToken) => sessions.RecallAllAsync(user, cancellationToken);

    public async Task<AccessToken?> IssueAccessTokenAsync(SessionId session, CancellationToken cancellationToken)
    {
        // An app's user store is scoped.
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Refreshes>().IssueAsync(session, cancellationToken);
    }
}
