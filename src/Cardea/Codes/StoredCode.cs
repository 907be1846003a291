using Cardea.Tokens;

namespace Cardea.Codes;

/// <summary>A one-time code as the store keeps it.</summary>
/// <param name="Hash">The hash of the code.</param>
/// <param name="Purpose">What it is for; it is good for nothing else.</param>
/// <param name="Owner">Whose it is; <see langword="null"/> when nobody's: the challenge of a passkey whose user is not known yet.</param>
/// <param name="Address">The address it was mailed to; <see langword="null"/> when it was not mailed.</param>
/// <param name="State">What whoever issued it has to know when it comes back.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
internal sealed record StoredCode(CodeHash Hash, CodePurpose Purpose, UserId? Owner, string? Address, string? State, DateTimeOffset ExpiresAt)
{
    /// <summary>The session epoch of its owner when it was issued, as the store found it. The store sets it: the code's issuer leaves it out.</summary>
    public long SessionEpoch { get; init; }
}
