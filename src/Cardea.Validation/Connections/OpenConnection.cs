using Cardea.Tokens;

namespace Cardea.Validation.Connections;

/// <summary>A long request, and the token that opened it.</summary>
internal sealed class OpenConnection(AccessTokenId token, string issuer, AcceptedKey? key, Action<OpenConnection> forget) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();

    public AccessTokenId Token => token;

    public string Issuer => issuer;

    /// <summary>The key that signed the token, if it is known.</summary>
    public AcceptedKey? Key => key;

    /// <summary>Cancelled when the connection is closed.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Closes the connection. The callbacks run on other threads, because the caller holds the lock of <see cref="OpenConnections"/>.</summary>
    public void Close() => _ = _ended.CancelAsync();

    public void Dispose()
    {
        // The order matters: a forgotten connection is not closed any more.
        forget(this);
        _ended.Dispose();
    }
}
