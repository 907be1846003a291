using System.Security.Cryptography;
using System.Text;
using Cardea.Keys;
using Cardea.Tokens;

namespace Cardea.Codes;

/// <summary>
/// A code of eight digits that a user types in the session that asked for the mail. The store has it under the master key, because a hash
/// of so few digits could be searched.
/// </summary>
/// <remarks>A class, because a record would print the code.</remarks>
internal sealed class TypedCode
{
    private const int Digits = 8;

    private readonly string _digits;

    private TypedCode(string digits) => _digits = digits;

    /// <summary>Creates a code from random digits.</summary>
    public static TypedCode Create() => new(RandomNumberGenerator.GetString("0123456789", Digits));

    /// <summary>Seals the digits as the state of a stored code.</summary>
    /// <param name="masterKey">The master key.</param>
    /// <param name="session">The session that the code works in.</param>
    public string Seal(MasterKey masterKey, SessionId session) =>
        Convert.ToBase64String(masterKey.Seal(Context(session), Encoding.ASCII.GetBytes(_digits)));

    /// <summary>True if a typed text has the digits of a stored code. White space and dashes in the text do not count.</summary>
    public static bool IsRight(string typed, StoredCode code, MasterKey masterKey) =>
        code is { State: { } state, Session: { } session }
        && masterKey.Open(Context(session), Convert.FromBase64String(state)) is { } digits
        && CryptographicOperations.FixedTimeEquals(digits, Encoding.UTF8.GetBytes(TypedText.Plain(typed)));

    /// <summary>Returns the digits for the mail.</summary>
    public string Reveal() => _digits;

    private static string Context(SessionId session) => $"typed code:{session}";
}
