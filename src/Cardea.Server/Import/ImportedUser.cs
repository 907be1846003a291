using Cardea.AspNetCore.Passwords;

namespace Cardea.Server.Import;

/// <summary>A user as another service had them; as JSON, a line of what is imported.</summary>
/// <remarks>A class, not a record: what it prints must not be the hash, nor the key.</remarks>
internal sealed class ImportedUser
{
    public string? Id { get; init; }

    public string? Email { get; init; }

    public bool? EmailVerified { get; init; }

    public string? PasswordHash { get; init; }

    public string? AuthenticatorKey { get; init; }

    public IReadOnlyList<string?>? Roles { get; init; }

    public bool? Disabled { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }
}
