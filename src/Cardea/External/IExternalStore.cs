using Cardea.Audit;
using Cardea.Codes;

namespace Cardea.External;

/// <summary>Stores what signing in with other providers needs beside the accounts: what was used once, logouts, and the issuers.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> if the store does not answer. Nothing has changed then.</remarks>
internal interface IExternalStore
{
    /// <summary>Notes that a state, nonce or token is used. Of many calls at once with one hash, one returns true.</summary>
    /// <param name="hash">The hash of what is used.</param>
    /// <param name="until">How long it would be valid. The note is kept until then.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>True if it was not used before.</returns>
    Task<bool> UseOnceAsync(CodeHash hash, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the sessions that a provider's logout is about, and writes their revocations durably. A sign-in that is older than the logout, and
    /// comes later, begins no session. Each session that ends leaves an event. The use of the logout's token is noted in the same transaction: if
    /// the end fails, the same token works again.
    /// </summary>
    /// <param name="logout">The logout.</param>
    /// <param name="tell">Returns the event of a session that ended.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The sessions that ended; null if the token was used before. Nothing has changed then.</returns>
    Task<IReadOnlyList<EndedByProvider>?> EndAsync(ProviderLogout logout, Func<EndedByProvider, SecurityEvent> tell, CancellationToken cancellationToken);

    /// <summary>Notes the issuer of a provider, unless the provider has logins of another one.</summary>
    /// <param name="name">The name of the provider.</param>
    /// <param name="issuer">The issuer in the settings.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The other issuer whose logins the provider has; null if there is none.</returns>
    Task<string?> NoteIssuerAsync(string name, string issuer, CancellationToken cancellationToken);
}
