using Cardea.Keys;

namespace Cardea.AspNetCore.Administration;

/// <summary>The keys that make tokens, the oldest first.</summary>
internal sealed record KeyListResponse(IReadOnlyList<KeyResponse> Keys)
{
    public static KeyListResponse Of(KeyRing keys) => new([.. keys.Stored.Select(static key => new KeyResponse(
        key.Id, key.Purpose == KeyPurpose.AccessToken ? "access_token" : "refresh_token", key.CreatedAt, key.ActiveFrom, key.RetiredAt ?? key.ExpiresAt))]);
}

/// <summary>A key.</summary>
internal sealed record KeyResponse(string Id, string Makes, DateTimeOffset CreatedAt, DateTimeOffset ActiveFrom, DateTimeOffset? ExpiresAt);
