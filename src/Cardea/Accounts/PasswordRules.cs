namespace Cardea.Accounts;

/// <summary>What a password must be, and how it is hashed (NIST SP 800-63B-4, section 3.1.1.2; RFC 9106).</summary>
public sealed class PasswordRules
{
    /// <summary>The least <see cref="MinimumLength"/> that may be set, in code points.</summary>
    public const int LowestMinimumLength = 8;

    /// <summary>The longest password taken, in bytes of UTF-8 after normalisation. Longer ones are refused, never cut.</summary>
    public const int MaximumBytes = 1024;

    /// <summary>The least <see cref="MemoryKiB"/> that may be set.</summary>
    public const int LowestMemoryKiB = 19456;

    /// <summary>The most <see cref="MemoryKiB"/> that may be set, or is believed of a stored hash: 1 GiB.</summary>
    public const int HighestMemoryKiB = 1_048_576;

    /// <summary>The least <see cref="Iterations"/> that may be set.</summary>
    public const int LowestIterations = 2;

    /// <summary>The most <see cref="Iterations"/> that may be set, or is believed of a stored hash.</summary>
    public const int HighestIterations = 64;

    /// <summary>The shortest password taken, in Unicode code points. Default 15; at least 8.</summary>
    public int MinimumLength { get; set; } = 15;

    /// <summary>Memory that Argon2id fills, in KiB. Default and least 19,456 (19 MiB).</summary>
    public int MemoryKiB { get; set; } = LowestMemoryKiB;

    /// <summary>Passes that Argon2id makes over the memory. Default and least 2.</summary>
    public int Iterations { get; set; } = LowestIterations;
}
