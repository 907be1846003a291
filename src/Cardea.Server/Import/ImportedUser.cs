namespace Cardea.Server.Import;

/// <summary>A user of another service. In a file, one line of JSON.</summary>
/// <remarks>A class, not a record: its <c>ToString</c> must not print the hash or the key.</remarks>
internal sealed class ImportedUser
{
    public string? Id { get; init; }

    public string? Email { get; init; }

    public bool? EmailVerified { get; init; }

    public string? PasswordHash { get; init; }

    public string? AuthenticatorKey { get; init; }

    public bool? TwoFactorEnabled { get; init; }

    public IReadOnlyList<string?>? Roles { get; init; }

    public IReadOnlyList<ImportedLogin?>? ExternalLogins { get; init; }

    public bool? Disabled { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }
}
