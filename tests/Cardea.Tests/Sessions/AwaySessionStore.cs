using Cardea.Accounts;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Tests.Sessions;

/// <summary>A store that is away: whoever asks it learns so.</summary>
internal class AwaySessionStore : ISessionStore
{
    public Task<SessionCreation> CreateAsync(NewSession session, CancellationToken cancellationToken) => throw Away();

    public Task<RotationOutcome> RotateAsync(RefreshToken presented, CancellationToken cancellationToken) => throw Away();

    public Task<RotationOutcome.Rotated?> RenewAsync(
        SessionId id, UserId owner, DateTimeOffset authTime, IReadOnlyList<string> amr, Func<SessionSnapshot, RefreshToken> renew, CancellationToken cancellationToken) => throw Away();

    public Task<Session?> FindAsync(SessionId id, CancellationToken cancellationToken) => throw Away();

    public Task<RevokedSession?> EndAsync(SessionId id, UserId? owner, EndReason reason, CancellationToken cancellationToken) => throw Away();

    public Task<IReadOnlyList<RevokedSession>> EndAllAsync(UserId owner, SessionId? except, EndReason reason, CancellationToken cancellationToken) => throw Away();

    public Task<IReadOnlyList<RevokedSession>> RecallAllAsync(UserId owner, CancellationToken cancellationToken) => throw Away();

    public Task<SessionSubject?> InspectAsync(RefreshToken presented, CancellationToken cancellationToken) => throw Away();

    public Task<IReadOnlyList<Session>> ListAsync(UserId owner, CancellationToken cancellationToken) => throw Away();

    public Task<Session?> RenameAsync(SessionId id, UserId owner, string? device, CancellationToken cancellationToken) => throw Away();

    public Task RecordReceiptsAsync(IReadOnlyCollection<AccessTokenId> receipts, CancellationToken cancellationToken) => throw Away();

    public virtual Task<RevocationPage> ReadRevocationsAsync(string? cursor, CancellationToken cancellationToken) => throw Away();

    private static StoreUnavailableException Away() => new();
}
