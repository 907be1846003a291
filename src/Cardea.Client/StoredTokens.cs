using System.Text;
using System.Text.Json;
using Cardea.Client.Storage;

namespace Cardea.Client;

/// <summary>What a client keeps between its runs, as one value. It has secrets, and printing it shows none of them.</summary>
public sealed record StoredTokens
{
    internal static StoredTokens Nothing { get; } = new();

    /// <summary>The session that the user is signed in with, or null if nobody is signed in.</summary>
    public StoredSession? Session { get; init; }

    /// <summary>
    /// Shows the issuer at the next sign-in that the device is known, so that strangers who guess passwords can't block it. It
    /// survives a sign-out. Null until the first sign-in.
    /// </summary>
    public string? DeviceToken { get; init; }

    /// <summary>
    /// Shows the issuer at the next sign-in that the user trusts the device, so that no second factor is due. Null where the user
    /// trusts none.
    /// </summary>
    public string? TrustToken { get; init; }

    /// <summary>Refresh tokens of sessions that were signed out here, while the issuer does not know it yet.</summary>
    public IReadOnlyList<string> SignOuts { get; init; } = [];

    internal StoredTokens? OrNull => this == Nothing ? null : this;

    /// <summary>Compares all members by value.</summary>
    /// <param name="other">The other value.</param>
    /// <returns>True if all members are equal.</returns>
    public bool Equals(StoredTokens? other) =>
        other is not null
        && Session == other.Session
        && (DeviceToken, TrustToken) == (other.DeviceToken, other.TrustToken)
        && SignOuts.SequenceEqual(other.SignOuts, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Session, DeviceToken, TrustToken, SignOuts.Count);

    /// <summary>Writes the value as JSON, for a store that keeps texts. The text has secrets.</summary>
    /// <returns>One line of JSON.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, StorageJson.Default.StoredTokens);

    /// <summary>Reads what <see cref="ToJson"/> has written.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The value.</returns>
    /// <exception cref="JsonException">The text is not what <see cref="ToJson"/> has written.</exception>
    public static StoredTokens FromJson(string json) =>
        JsonSerializer.Deserialize(json, StorageJson.Default.StoredTokens) ?? throw new JsonException("The text is empty.");

    private bool PrintMembers(StringBuilder text)
    {
        text.Append(nameof(Session)).Append(" = ").Append(Session);
        return true;
    }
}
