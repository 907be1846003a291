using System.Buffers.Text;
using System.Security.Cryptography;

namespace Cardea.Codes;

/// <summary>A code that is good once: 256 random bits, of which only the hash is stored.</summary>
/// <remarks>A class, not a record: what it prints must not be the code.</remarks>
internal sealed class OneTimeCode
{
    private const int Size = 32;

    private readonly string _text;

    private OneTimeCode(string text) => _text = text;

    /// <summary>How many characters one has.</summary>
    public static int Length { get; } = Base64Url.GetEncodedLength(Size);

    /// <summary>SHA-256 of the code: all that is stored of it.</summary>
    public CodeHash Hash => CodeHash.Of(_text);

    /// <summary>Makes a code that nobody can guess.</summary>
    public static OneTimeCode Create() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size)));

    /// <summary>For how long codes of a purpose are good. Those that sign in, or let one in, at most 10 minutes (OWASP ASVS 5.0, 6.5.5).</summary>
    public static TimeSpan LifetimeOf(CodePurpose purpose) => purpose switch
    {
        CodePurpose.VerifyEmail or CodePurpose.ChangeEmail => TimeSpan.FromHours(1),
        CodePurpose.ResetPassword or CodePurpose.SignIn => TimeSpan.FromMinutes(10),
        _ => TimeSpan.FromMinutes(5),
    };

    /// <summary>The code as its owner gets it. A secret: it belongs in a response or a mail, and nowhere else.</summary>
    public string Reveal() => _text;
}
