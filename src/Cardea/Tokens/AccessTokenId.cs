using System.Globalization;

namespace Cardea.Tokens;

/// <summary>
/// The <c>jti</c> of an access token: <c>&lt;session id&gt;.&lt;recalls&gt;.&lt;generation&gt;</c>. An accepted token is a
/// <em>receipt</em>: it proves that the client got the tokens of this generation. A token that was issued without a refresh token
/// proves nothing and has no generation: <c>&lt;session id&gt;.&lt;recalls&gt;</c>.
/// </summary>
/// <param name="SessionId">The session.</param>
/// <param name="Recalls">How often the session's access tokens had been recalled when this token was issued.</param>
/// <param name="Generation">The generation of the refresh token that was issued with it; <see langword="null"/> if there was none.</param>
public readonly record struct AccessTokenId(SessionId SessionId, int Recalls, int? Generation = null)
{
    private const int SessionIdLength = 36;

    /// <summary>Reads an id. Each id has only one accepted spelling.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AccessTokenId id)
    {
        id = default;
        if (text.Length <= SessionIdLength + 1
            || text[SessionIdLength] != '.'
            || !SessionId.TryParse(text[..SessionIdLength], out var sessionId))
        {
            return false;
        }

        var numbers = text[(SessionIdLength + 1)..];
        var dot = numbers.IndexOf('.');
        if (!TryParseNumber(dot < 0 ? numbers : numbers[..dot], out var recalls))
        {
            return false;
        }

        if (dot < 0)
        {
            id = new(sessionId, recalls);
            return true;
        }

        if (!TryParseNumber(numbers[(dot + 1)..], out var generation))
        {
            return false;
        }

        id = new(sessionId, recalls, generation);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Generation is { } generation
        ? string.Create(CultureInfo.InvariantCulture, $"{SessionId}.{Recalls}.{generation}")
        : string.Create(CultureInfo.InvariantCulture, $"{SessionId}.{Recalls}");

    private static bool TryParseNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        return digits.Length > 0
            && !digits.ContainsAnyExceptInRange('0', '9')
            && (digits[0] != '0' || digits.Length == 1)
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
