using System.Text;

namespace Cardea.Client;

/// <summary>The session that a user is signed in with. Printing it shows no token.</summary>
/// <param name="Id">The id of the session. It is not a secret.</param>
/// <param name="RefreshToken">The refresh token of the latest answer. A secret: whoever has it is signed in.</param>
public sealed record StoredSession(string Id, string RefreshToken)
{
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(nameof(Id)).Append(" = ").Append(Id);
        return true;
    }
}
