using Cardea.Tokens;

namespace Cardea.Codes;

/// <summary>A one-time code as the store keeps it.</summary>
/// <param name="Hash">The hash of the code.</param>
/// <param name="Purpose">The only purpose that the code is valid for.</param>
/// <param name="Owner">The user of the code; <see langword="null"/> for the challenge of a passkey whose user is not known yet.</param>
/// <param name="Address">
/// The address that the code was mailed to; <see langword="null"/> if the code was not mailed. For <see cref="CodePurpose.Enrolment"/>: the
/// address whose owner this sign-in is known to be from; <see langword="null"/> until it is known.
/// </param>
/// <param name="State">The data that the issuer needs when the code comes back.</param>
/// <param name="ExpiresAt">The time until when the code is valid.</param>
internal sealed record StoredCode(CodeHash Hash, CodePurpose Purpose, UserId? Owner, string? Address, string? State, DateTimeOffset ExpiresAt)
{
    /// <summary>The owner's session epoch when the code was issued. The store sets this value, so the issuer leaves it out.</summary>
    public long SessionEpoch { get; init; }

    /// <summary>The session that asked for the code; <see langword="null"/> if none did.</summary>
    public SessionId? Session { get; init; }

    /// <summary>True if a known device of the owner asked for the code. Such codes and those of strangers are counted apart.</summary>
    public bool IsOfKnownDevice { get; init; }
}
