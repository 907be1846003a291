namespace Cardea.Server.Import;

/// <summary>A user as ASP.NET Core Identity keeps them.</summary>
/// <remarks>A class, not a record: what it prints must not be the hash.</remarks>
internal sealed class AspNetUser
{
    public required string Id { get; init; }

    public required string? Email { get; init; }

    public required bool EmailConfirmed { get; init; }

    public required string? PasswordHash { get; init; }

    /// <summary>The key of their authenticator app, in Base32, when they sign in with one.</summary>
    public required string? AuthenticatorKey { get; init; }

    /// <summary>Whether they are locked out for so long that somebody meant it, not a few wrong passwords.</summary>
    public required bool IsDisabled { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }
}
