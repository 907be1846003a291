using Cardea.Revocation;
using Cardea.Tokens;
using Cardea.Validation.Issuers;

namespace Cardea.Validation.Connections;

/// <summary>Keeps long requests by their session. One look-up finds the requests that a revocation closes.</summary>
internal sealed class OpenConnections
{
    private readonly Lock _gate = new();
    private readonly List<IIssuer> _issuers = [];
    private readonly Dictionary<SessionId, HashSet<OpenConnection>> _connections = [];

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _connections.Values.Sum(static ofSession => ofSession.Count);
            }
        }
    }

    /// <summary>From now on, closes the connections of the sessions that an issuer revokes.</summary>
    public void Follow(IIssuer issuer)
    {
        lock (_gate)
        {
            _issuers.Add(issuer);
        }

        issuer.Watch(Close);
    }

    /// <summary>Watches a connection until it is disposed.</summary>
    /// <param name="token">The access token that opened it.</param>
    /// <param name="issuer">The name of the issuer of that token.</param>
    /// <param name="key">The key that signed the token; <see langword="null"/> if it is not known.</param>
    public OpenConnection Open(AccessTokenId token, string issuer, AcceptedKey? key = null)
    {
        var connection = new OpenConnection(token, issuer, key, Forget);
        lock (_gate)
        {
            if (!_connections.TryGetValue(token.SessionId, out var ofSession))
            {
                _connections.Add(token.SessionId, ofSession = []);
            }

            ofSession.Add(connection);

            // The session may have ended after the token was accepted.
            if (_issuers.Any(issuer => issuer.Refuses(token)))
            {
                connection.Close();
            }
        }

        return connection;
    }

    /// <summary>Closes all connections that an issuer's tokens opened.</summary>
    public void CloseAll(string issuer) => Close(connection => connection.Issuer == issuer);

    /// <summary>Closes the connections of tokens whose key is no longer accepted.</summary>
    /// <param name="issuer">The name of the issuer of the tokens.</param>
    /// <param name="isAccepted">Returns true if a key is still accepted.</param>
    public void CloseUnaccepted(string issuer, Func<AcceptedKey, bool> isAccepted)
    {
        AcceptedKey[] keys;
        lock (_gate)
        {
            keys = [.. All().Where(connection => connection.Issuer == issuer).Select(static connection => connection.Key).OfType<AcceptedKey>().Distinct()];
        }

        var refused = keys.Where(key => !isAccepted(key)).ToHashSet();
        if (refused.Count > 0)
        {
            Close(connection => connection.Issuer == issuer && connection.Key is { } key && refused.Contains(key));
        }
    }

    /// <summary>Closes the connections of sessions whose absolute end has passed. No revocation tells of it.</summary>
    /// <param name="issuer">The name of the issuer of the tokens.</param>
    /// <param name="now">The time now.</param>
    public void CloseExpired(string issuer, DateTimeOffset now) =>
        Close(connection => connection.Issuer == issuer && connection.Token.SessionId.AbsoluteEnd <= now);

    private IEnumerable<OpenConnection> All() => _connections.Values.SelectMany(static ofSession => ofSession);

    private void Close(Func<OpenConnection, bool> concerns)
    {
        lock (_gate)
        {
            foreach (var connection in All().Where(concerns))
            {
                connection.Close();
            }
        }
    }

    private void Close(RevokedSession revoked)
    {
        lock (_gate)
        {
            if (!_connections.TryGetValue(revoked.SessionId, out var ofSession))
            {
                return;
            }

            foreach (var connection in ofSession.Where(connection => connection.Token.Recalls < revoked.LowestRecalls))
            {
                connection.Close();
            }
        }
    }

    private void Forget(OpenConnection connection)
    {
        lock (_gate)
        {
            if (_connections.TryGetValue(connection.Token.SessionId, out var ofSession)
                && ofSession.Remove(connection)
                && ofSession.Count == 0)
            {
                _connections.Remove(connection.Token.SessionId);
            }
        }
    }
}
