namespace Cardea.Server.Import;

/// <summary>A user of ASP.NET Core Identity.</summary>
/// <remarks>A class, not a record: its <c>ToString</c> must not print the hash.</remarks>
internal sealed class AspNetUser
{
    public required string Id { get; init; }

    public required string? Email { get; init; }

    public required bool EmailConfirmed { get; init; }

    public required string? PasswordHash { get; init; }

    /// <summary>The key of the user's authenticator app, in Base32. <see langword="null"/> if the user does not sign in with one.</summary>
    public required string? AuthenticatorKey { get; init; }

    /// <summary>True if the user signs in with a second factor, of whatever kind.</summary>
    public required bool TwoFactorEnabled { get; init; }

    /// <summary>True if the user is locked out for so long that an operator did it, not a few wrong passwords.</summary>
    public required bool IsDisabled { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>The accounts at providers.</summary>
    public required IReadOnlyList<ImportedLogin> Logins { get; init; }
}
