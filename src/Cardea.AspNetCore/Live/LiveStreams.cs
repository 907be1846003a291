using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Live;

/// <summary>The open streams of this node, by user. Each session and each network has a bounded number of them.</summary>
internal sealed class LiveStreams
{
    /// <summary>The most streams of one session: a browser has many tabs.</summary>
    public const int MostOfSession = 20;

    /// <summary>The most streams of one network: a company may be behind one address.</summary>
    public const int MostOfNetwork = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<UserId, Watched> _users = [];
    private readonly Dictionary<SessionId, UserId> _listed = [];
    private readonly Dictionary<string, int> _networks = new(StringComparer.Ordinal);
    private readonly HashSet<UserId> _changed = [];

    /// <summary>The users with open streams.</summary>
    public IReadOnlyList<UserId> Users
    {
        get
        {
            lock (_gate)
            {
                return [.. _users.Keys];
            }
        }
    }

    /// <summary>Opens a stream.</summary>
    /// <returns>The stream, to be disposed; null if there are too many.</returns>
    public LiveStream? Open(UserId user, SessionId session, string network)
    {
        lock (_gate)
        {
            var streams = _users.TryGetValue(user, out var watched) ? watched.Streams : [];
            var ofNetwork = _networks.GetValueOrDefault(network);
            if (ofNetwork >= MostOfNetwork || streams.Count(stream => stream.Session == session) >= MostOfSession)
            {
                return null;
            }

            _networks[network] = ofNetwork + 1;
            var stream = new LiveStream(user, session, network, Close);
            _users[user] = watched ?? new(streams);
            streams.Add(stream);
            return stream;
        }
    }

    /// <summary>Notes that a session ended.</summary>
    /// <returns>True if it was in the list of a user with open streams.</returns>
    public bool Note(SessionId ended)
    {
        lock (_gate)
        {
            return _listed.TryGetValue(ended, out var user) && _changed.Add(user);
        }
    }

    /// <summary>Returns the users whose list changed since the last call.</summary>
    public IReadOnlyList<UserId> TakeChanged()
    {
        lock (_gate)
        {
            UserId[] changed = [.. _changed];
            _changed.Clear();
            return changed;
        }
    }

    /// <summary>Tells the streams of users what their lists are now.</summary>
    /// <param name="users">The users.</param>
    /// <param name="sessions">All live sessions of these users.</param>
    public void Learn(IReadOnlyCollection<UserId> users, IReadOnlyList<Session> sessions)
    {
        var byUser = sessions.ToLookup(static session => session.UserId);
        foreach (var user in users)
        {
            var list = new SessionList(byUser[user]);
            lock (_gate)
            {
                if (_users.TryGetValue(user, out var watched))
                {
                    Forget(watched.Listed);
                    watched.Listed = list.Sessions;
                    foreach (var session in list.Sessions)
                    {
                        _listed[session] = user;
                    }

                    watched.Streams.ForEach(stream => stream.Learn(list));
                }
            }
        }
    }

    /// <summary>Lets each stream show that it is alive.</summary>
    public void Beat() => ForEach(static stream => stream.Beat());

    /// <summary>Stops all streams: this node can't know whether their sessions ended.</summary>
    public void StopAll() => ForEach(static stream => stream.Stop());

    private void ForEach(Action<LiveStream> act)
    {
        lock (_gate)
        {
            foreach (var watched in _users.Values)
            {
                watched.Streams.ForEach(act);
            }
        }
    }

    private void Close(LiveStream stream)
    {
        lock (_gate)
        {
            if (!_users.TryGetValue(stream.User, out var watched) || !watched.Streams.Remove(stream))
            {
                return;
            }

            if (_networks[stream.Network] == 1)
            {
                _networks.Remove(stream.Network);
            }
            else
            {
                _networks[stream.Network]--;
            }

            if (watched.Streams.Count == 0)
            {
                _users.Remove(stream.User);
                Forget(watched.Listed);
            }
        }
    }

    private void Forget(IReadOnlyCollection<SessionId> listed)
    {
        foreach (var session in listed)
        {
            _listed.Remove(session);
        }
    }

    private sealed class Watched(List<LiveStream> streams)
    {
        public List<LiveStream> Streams => streams;

        public IReadOnlyCollection<SessionId> Listed { get; set; } = [];
    }
}
