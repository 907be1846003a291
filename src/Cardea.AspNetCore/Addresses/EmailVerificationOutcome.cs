namespace Cardea.AspNetCore.Addresses;

/// <summary>The result of a code that shows whose an address is.</summary>
internal enum EmailVerificationOutcome
{
    /// <summary>The address is the user's.</summary>
    Verified,

    /// <summary>The code was used, has expired, or is void.</summary>
    InvalidCode,

    /// <summary>Meanwhile the address went to another account.</summary>
    Taken,
}
