using System.Globalization;
using Cardea.Sessions;

namespace Cardea.Tokens;

/// <summary>
/// The <c>jti</c> of an access token: <c>&lt;session id&gt;.&lt;generation&gt;</c>. A token that is accepted somewhere is
/// a <em>receipt</em>: it proves that the client got the tokens of this generation.
/// </summary>
/// <param name="SessionId">The session.</param>
/// <param name="Generation">The generation of the refresh token that came with it.</param>
public readonly record struct AccessTokenId(SessionId SessionId, int Generation)
{
    private const int SessionIdLength = 36;

    /// <summary>Reads the one accepted spelling.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AccessTokenId id)
    {
        id = default;
        if (text.Length <= SessionIdLength + 1 || text[SessionIdLength] != '.')
        {
            return false;
        }

        var digits = text[(SessionIdLength + 1)..];
        if (!SessionId.TryParse(text[..SessionIdLength], out var sessionId)
            || digits.ContainsAnyExceptInRange('0', '9')
            || (digits[0] == '0' && digits.Length > 1)
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var generation))
        {
            return false;
        }

        id = new(sessionId, generation);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{SessionId}.{Generation}");
}
