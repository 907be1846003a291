using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Tokens;
using Cardea.Validation.Hosting;
using Cardea.Validation.Issuers;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.AspNetCore.Tokens;

/// <summary>The issuer in this process. It reads the store, and needs no feed over HTTP.</summary>
internal sealed class OwnIssuer(
    CardeaOptions options, KeyRing keys, RevocationIndex index, StoreFeedReader reader, PendingReceipts receipts) : IIssuer
{
    public string Name => options.Issuer;

    public bool IsKnown => true;

    public TimeSpan ClockSkew => options.ClockSkew;

    public IReadOnlyList<RepeatingService> Workers => [];

    public SecurityKey? FindKey(string id) => keys.FindSigning(id)?.PublicKey;

    public bool Refuses(AccessTokenId token) => index.Refuses(token);

    public void Watch(Action<RevokedSession> watcher) => index.Watch(watcher);

    public ValueTask KeepFreshAsync() => reader.KeepFreshAsync();

    public void NoteReceipt(AccessTokenId token) => receipts.Note(token);
}
