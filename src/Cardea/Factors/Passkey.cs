using System.Text.Json;

namespace Cardea.Factors;

/// <summary>A passkey of a user: the public half of a key pair (Web Authentication, section 4, credential record).</summary>
internal sealed record Passkey
{
    /// <summary>Names it, among all passkeys of all users.</summary>
    public required ReadOnlyMemory<byte> CredentialId { get; init; }

    /// <summary>The public key, in COSE form.</summary>
    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    /// <summary>What its owner calls it; none until named.</summary>
    public string? Name { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often it says that it has signed; zero where it does not count. A copy of it counts on its own, and is found out.</summary>
    public required uint SignCount { get; init; }

    /// <summary>How it can be reached, by the values of the browser.</summary>
    public IReadOnlyList<string> Transports { get; init; } = [];

    /// <summary>Whether it has checked its owner when it was made, by a PIN or a finger.</summary>
    public required bool IsUserVerified { get; init; }

    /// <summary>Whether it may be copied to the owner's other devices.</summary>
    public required bool IsBackupEligible { get; init; }

    /// <summary>Whether it has been.</summary>
    public required bool IsBackedUp { get; init; }

    /// <summary>Whether that is its id.</summary>
    public bool Is(ReadOnlySpan<byte> credentialId) => CredentialId.Span.SequenceEqual(credentialId);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static Passkey Parse(string json) =>
        JsonSerializer.Deserialize(json, PasskeyJson.Default.Passkey) ?? throw new JsonException("A stored passkey is empty.");

    /// <summary>Writes it, for a store to keep.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PasskeyJson.Default.Passkey);
}
