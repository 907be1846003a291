using System.Buffers.Text;
using System.Security.Cryptography;

namespace Cardea.Codes;

/// <summary>A code that is valid once. The code has 256 random bits. The store has only its hash.</summary>
/// <remarks>A class, because a record would print the code.</remarks>
internal sealed class OneTimeCode
{
    private const int Size = 32;

    private readonly string _text;

    private OneTimeCode(string text) => _text = text;

    /// <summary>The number of characters of a code.</summary>
    public static int Length { get; } = Base64Url.GetEncodedLength(Size);

    /// <summary>SHA-256 of the code. The store has nothing else of the code.</summary>
    public CodeHash Hash => CodeHash.Of(_text);

    /// <summary>Creates a code from random bits.</summary>
    public static OneTimeCode Create() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size)));

    /// <summary>
    /// Returns how long codes of a purpose are valid. A code that lets its bearer in is valid for at most 10 minutes
    /// (OWASP ASVS 5.0, 6.5.5).
    /// </summary>
    public static TimeSpan LifetimeOf(CodePurpose purpose) => purpose switch
    {
        CodePurpose.VerifyEmail or CodePurpose.ChangeEmail => TimeSpan.FromHours(1),
        CodePurpose.ResetPassword or CodePurpose.SignIn or CodePurpose.EnrolmentMail or CodePurpose.Reauthenticate => TimeSpan.FromMinutes(10),

        // Scanning a picture and typing a code take their time. Without the password, and another proof, the code gives no access.
        CodePurpose.Enrolment => TimeSpan.FromMinutes(15),
        CodePurpose.UndoEmail => TimeSpan.FromDays(7),

        // None gives access alone: one needs a session of the account, one a code from the mailbox or another proof, and one names them.
        CodePurpose.LinkToken or CodePurpose.ExternalToken or CodePurpose.ExternalOutcome => TimeSpan.FromMinutes(15),
        CodePurpose.AppCode => TimeSpan.FromSeconds(60),
        _ => TimeSpan.FromMinutes(5),
    };

    /// <summary>Returns the code for its owner. The code is a secret, which belongs only in a response or a mail.</summary>
    public string Reveal() => _text;
}
