using System.Security.Cryptography;
using System.Text;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Live;

/// <summary>The live sessions of a user, as live streams compare them: by their ids and names.</summary>
internal sealed class SessionList
{
    private readonly HashSet<SessionId> _sessions;

    public SessionList(IEnumerable<Session> sessions)
    {
        Session[] sorted = [.. sessions.OrderBy(static session => session.Id.Value)];
        _sessions = [.. sorted.Select(static session => session.Id)];
        var text = string.Join('\n', sorted.Select(static session => $"{session.Id} {session.Device.Name}"));
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }

    /// <summary>Equal lists have equal ids, on every node.</summary>
    public string Id { get; }

    public IReadOnlyCollection<SessionId> Sessions => _sessions;

    public bool Contains(SessionId session) => _sessions.Contains(session);
}
