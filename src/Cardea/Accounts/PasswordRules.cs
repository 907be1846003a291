namespace Cardea.Accounts;

/// <summary>The rules for passwords and their hashes (NIST SP 800-63B-4, section 3.1.1.2; RFC 9106).</summary>
public sealed class PasswordRules
{
    /// <summary>The lowest <see cref="MinimumLength"/> that can be set, in code points.</summary>
    public const int LowestMinimumLength = 8;

    /// <summary>The highest <see cref="MinimumLength"/> that can be set, in code points.</summary>
    public const int HighestMinimumLength = 64;

    /// <summary>The lowest <see cref="MinimumLength"/> that conforms to NIST SP 800-63B-4 without a required second factor.</summary>
    public const int ConformingMinimumLength = 15;

    /// <summary>The maximum length of a password, in bytes of UTF-8 after normalisation. A longer password is refused, never cut.</summary>
    public const int MaximumBytes = 1024;

    /// <summary>The lowest <see cref="MemoryKiB"/> that can be set.</summary>
    public const int LowestMemoryKiB = 19456;

    /// <summary>The highest <see cref="MemoryKiB"/> that can be set, or is accepted from a stored hash: 1 GiB.</summary>
    public const int HighestMemoryKiB = 1_048_576;

    /// <summary>The lowest <see cref="Iterations"/> that can be set.</summary>
    public const int LowestIterations = 2;

    /// <summary>The highest <see cref="Iterations"/> that can be set, or is accepted from a stored hash.</summary>
    public const int HighestIterations = 64;

    /// <summary>The minimum length of a password, in Unicode code points. Default 15; 8 to 64.</summary>
    public int MinimumLength { get; set; } = ConformingMinimumLength;

    /// <summary>The memory that Argon2id fills, in KiB. Default and minimum 19,456 (19 MiB).</summary>
    public int MemoryKiB { get; set; } = LowestMemoryKiB;

    /// <summary>The number of passes that Argon2id makes over the memory. Default and minimum 2.</summary>
    public int Iterations { get; set; } = LowestIterations;

    /// <summary>
    /// The path of the Pwned Passwords download, sorted by hash. A password that is in it can't be chosen. Default none. The file
    /// must be there at start.
    /// </summary>
    public string BreachedFile { get; set; } = "";

    /// <summary>
    /// The address of a range API with k-anonymity, such as <c>https://api.pwnedpasswords.com/range/</c>. A password that it knows
    /// can't be chosen. Five hex digits of the password's SHA-1 leave the server. Default none.
    /// </summary>
    public string BreachedRange { get; set; } = "";
}
