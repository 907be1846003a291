using System.Collections.Concurrent;
using Cardea.Revocation;
using Cardea.Tokens;
using Cardea.Validation.Hosting;
using Cardea.Validation.Issuers;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Tests.Running;

/// <summary>An issuer in the process of the API. A test says which keys are known and what happens when knowledge is renewed.</summary>
internal sealed class NearIssuer(Issuer issuer) : IIssuer
{
    public Issuer Issuer => issuer;

    /// <summary>Finds a key. Default: the issuer's own.</summary>
    public Func<string, SecurityKey?> Find { get; init; } = id => issuer.Keys.FindSigning(id)?.PublicKey;

    /// <summary>Renews what is known. Default: it is always fresh.</summary>
    public Func<ValueTask> Renew { get; init; } = static () => ValueTask.CompletedTask;

    public ConcurrentQueue<AccessTokenId> Receipts { get; } = [];

    public string Name => issuer.Options.Issuer;

    public bool IsKnown => true;

    public TimeSpan ClockSkew => issuer.Options.ClockSkew;

    public IReadOnlyList<RepeatingService> Workers => [];

    public SecurityKey? FindKey(string id) => Find(id);

    public bool Refuses(AccessTokenId token) => issuer.Revocations.Refuses(token);

    public void Watch(Action<RevokedSession> watcher) => issuer.Revocations.Watch(watcher);

    public ValueTask KeepFreshAsync() => Renew();

    public void NoteReceipt(AccessTokenId token) => Receipts.Enqueue(token);
}
