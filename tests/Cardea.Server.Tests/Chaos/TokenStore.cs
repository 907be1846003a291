using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Chaos;

/// <summary>Where the tabs of a device keep their tokens: whoever hears an answer stores it, unless there is something newer.</summary>
internal sealed class TokenStore
{
    private readonly Lock _gate = new();
    private volatile Tokens _stored = new("", "", "");
    private volatile bool _isSignedIn;

    public Tokens Stored => _stored;

    public bool IsSignedIn => _isSignedIn;

    public void Begin(Tokens tokens)
    {
        lock (_gate)
        {
            (_stored, _isSignedIn) = (tokens, true);
        }
    }

    /// <summary>Forgets that somebody is signed in, if it is still that session.</summary>
    /// <returns>Whether this is news.</returns>
    public bool End(string session)
    {
        lock (_gate)
        {
            var isNews = _isSignedIn && _stored.SessionId == session;
            _isSignedIn &= !isNews;
            return isNews;
        }
    }

    /// <summary>Stores what was heard. Without a refresh token in it, the one that is there stays.</summary>
    public void Save(Reply heard)
    {
        lock (_gate)
        {
            if (heard.Session == _stored.SessionId && !IsOlder(heard))
            {
                _stored = _stored with { Access = heard.Access!, Refresh = heard.Refresh ?? _stored.Refresh };
            }
        }
    }

    private bool IsOlder(Reply heard) =>
        Pass.Of(heard.Access!).Recalls < Pass.Of(_stored.Access).Recalls
        || (heard.Refresh is not null && Held.Of(heard.Refresh).Generation < Held.Of(_stored.Refresh).Generation);
}
