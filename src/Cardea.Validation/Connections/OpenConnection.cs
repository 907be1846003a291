using Cardea.Tokens;

namespace Cardea.Validation.Connections;

/// <summary>A request that goes on for long, and the token that opened it.</summary>
internal sealed class OpenConnection(AccessTokenId token, string issuer, Action<OpenConnection> forget) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();

    public AccessTokenId Token => token;

    public string Issuer => issuer;

    /// <summary>Cancelled when the session ends or is recalled.</summary>
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
