using System.Text.Json;

namespace Cardea.Factors;

/// <summary>A passkey of a user: the public half of a key pair (Web Authentication, section 4, credential record).</summary>
internal sealed record Passkey
{
    /// <summary>The id, unique among all passkeys of all users.</summary>
    public required ReadOnlyMemory<byte> CredentialId { get; init; }

    /// <summary>The public key, in COSE form.</summary>
    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    /// <summary>The name that the owner gave to the passkey; null until then.</summary>
    public string? Name { get; init; }

    /// <summary>The time when the passkey was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The number of signatures that the passkey reports; zero if it does not count. A copy counts on its own, so it is detected.</summary>
    public required uint SignCount { get; init; }

    /// <summary>How the passkey can be reached, in the browser's values.</summary>
    public IReadOnlyList<string> Transports { get; init; } = [];

    /// <summary>True if the passkey checked its owner by a PIN or a finger when it was created.</summary>
    public required bool IsUserVerified { get; init; }

    /// <summary>True if the passkey may be copied to the owner's other devices.</summary>
    public required bool IsBackupEligible { get; init; }

    /// <summary>True if the passkey has been copied.</summary>
    public required bool IsBackedUp { get; init; }

    /// <summary>True if the passkey has this id.</summary>
    public bool Is(ReadOnlySpan<byte> credentialId) => CredentialId.Span.SequenceEqual(credentialId);

    /// <summary>Reads the text of <see cref="ToJson"/>.</summary>
    public static Passkey Parse(string json) =>
        JsonSerializer.Deserialize(json, PasskeyJson.Default.Passkey) ?? throw new JsonException("A stored passkey is empty.");

    /// <summary>Writes the passkey as text for a store.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PasskeyJson.Default.Passkey);
}
