namespace Cardea.Client;

/// <summary>
/// Keeps what a client must not lose: the tokens of one user. An app implements it over what it has, such as a row of its
/// database. A store must know its user by itself, because it is also called in the background, after the caller has gone.
/// A store that throws means that the user is signed out; nothing in the store is changed then.
/// </summary>
public interface ITokenStore
{
    /// <summary>Reads what is stored.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>What is stored, or null if nothing is stored.</returns>
    ValueTask<StoredTokens?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Replaces what is stored, if it still equals <paramref name="expected"/>. Comparing and storing is one atomic step, also
    /// against other processes that share the store. What was stored survives a crash once the method has returned.
    /// </summary>
    /// <param name="expected">What must be stored, or null if nothing must be stored.</param>
    /// <param name="tokens">What is stored from now on, or null to store nothing.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>True if <paramref name="tokens"/> are stored now; false if something else was stored, and still is.</returns>
    ValueTask<bool> ReplaceAsync(StoredTokens? expected, StoredTokens? tokens, CancellationToken cancellationToken);
}
