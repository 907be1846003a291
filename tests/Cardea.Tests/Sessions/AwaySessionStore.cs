using Cardea.Audit;
using Cardea.Callers;
using Cardea.Devices;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Tests.Sessions;

/// <summary>A store that is away: whoever asks it learns so.</summary>
internal class AwaySessionStore : ISessionStore, IRotationStore, IRevocationStore
{
    public virtual Task<SessionCreation> CreateAsync(NewSession session, CancellationToken cancellationToken) => throw Away();

    public virtual Task<TrustHash?> FindTrustAsync(UserId user, IReadOnlyList<TrustHash> presented, CancellationToken cancellationToken) => throw Away();

    public virtual Task<IReadOnlyList<TrustedDevice>> ListTrustedDevicesAsync(UserId user, CancellationToken cancellationToken) => throw Away();

    public virtual Task<UserEpochs> ReadEpochsAsync(UserId user, CancellationToken cancellationToken) => throw Away();

    public virtual Task<RotationOutcome> RotateAsync(RefreshToken presented, RotationReporter report, CancellationToken cancellationToken) => throw Away();

    public virtual Task<RotationOutcome> ReauthenticateAsync(
        SessionProof proof, SecurityEvent happened, RotationReporter report, CancellationToken cancellationToken) => throw Away();

    public virtual Task<SessionEnd> EndAsync(SessionId id, UserId? owner, EndReason reason, CancellationToken cancellationToken) => throw Away();

    public virtual Task<SessionEnd> EndAsync(Actor actor, SessionId id, UserId owner, EndReason reason, CancellationToken cancellationToken) => throw Away();

    public virtual Task<IReadOnlyList<RevokedSession>?> EndAllAsync(
        Actor actor, UserId owner, SessionId? except, EndReason reason, CancellationToken cancellationToken) => throw Away();

    public virtual Task<IReadOnlyList<RevokedSession>> EndAllAsync(
        UserId owner, SessionId? except, EndReason reason, CancellationToken cancellationToken) => throw Away();

    public virtual Task<IReadOnlyList<RevokedSession>> RecallAllAsync(UserId owner, CancellationToken cancellationToken) => throw Away();

    public virtual Task<RotationOutcome> InspectAsync(RefreshToken presented, CancellationToken cancellationToken) => throw Away();

    public virtual Task<RotationOutcome> InspectAsync(SessionId session, CancellationToken cancellationToken) => throw Away();

    public virtual Task<IReadOnlyList<Session>> ListAllAsync(IReadOnlyCollection<UserId> owners, CancellationToken cancellationToken) => throw Away();

    public virtual Task<EndReason?> FindReasonAsync(SessionId id, CancellationToken cancellationToken) => throw Away();

    public virtual Task<IReadOnlyList<Session>> ListAsync(UserId owner, CancellationToken cancellationToken) => throw Away();

    public virtual Task<Session?> FindAsync(SessionId id, CancellationToken cancellationToken) => throw Away();

    public virtual Task<SessionNaming> RenameAsync(Actor actor, SessionId id, string? device, CancellationToken cancellationToken) => throw Away();

    public virtual Task RecordReceiptsAsync(IReadOnlyCollection<AccessTokenId> receipts, CancellationToken cancellationToken) => throw Away();

    public virtual Task<RevocationPage> ReadRevocationsAsync(FeedPosition? from, CancellationToken cancellationToken) => throw Away();

    public virtual Task<IReadOnlyList<RevokedSession>> WriteBackAsync(
        IReadOnlyList<RevokedSession> known, CancellationToken cancellationToken) => throw Away();

    private static StoreUnavailableException Away() => new();
}
