using Cardea.Tokens;

namespace Cardea.Validation.Connections;

/// <summary>A request that goes on for long, and the token that opened it.</summary>
internal sealed class OpenConnection(AccessTokenId token, string issuer, AcceptedKey? key, Action<OpenConnection> forget) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();

    public AccessTokenId Token => token;

    public string Issuer => issuer;

    /// <summary>The key that signed the token, if that is known.</summary>
    public AcceptedKey? Key => key;

    /// <summary>Cancelled when the session ends or is recalled, or when the key is given up.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Called under the gate of <see cref="OpenConnections"/>; what follows from it runs on other threads.</summary>
    public void Close() => _ = _ended.CancelAsync();

    public void Dispose()
    {
        // In this order: what is forgotten is not closed any more.
        forget(this);
        _ended.Dispose();
    }
}
