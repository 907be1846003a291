using System.Text;
using Cardea.AspNetCore.Callers;
using Cardea.Tokens;

namespace Cardea.Providers.Protocol;

/// <summary>The session that began an attempt, and must finish it.</summary>
/// <param name="User">The user.</param>
/// <param name="Session">The session.</param>
/// <param name="Stamp">The user's security stamp at that moment.</param>
/// <param name="Renews">True if the user proves again who they are; false if the provider's account is linked.</param>
internal sealed record AttemptSession(string User, string Session, string Stamp, bool Renews)
{
    /// <summary>The user.</summary>
    public UserId Owner => new(User);

    /// <summary>True if a request acts in this session.</summary>
    public bool Is(ActingSession acting) => User == acting.User.Value && Session == acting.Id.ToString();

    // The stamp does not get into a log.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Session = ").Append(Session);
        return true;
    }
}
