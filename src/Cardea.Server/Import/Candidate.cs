using Cardea.Accounts;
using Cardea.AspNetCore.Factors;
using Cardea.AspNetCore.Passwords;

namespace Cardea.Server.Import;

/// <summary>A user who is to be imported.</summary>
internal abstract record Candidate
{
    // OpenID Connect Core 1.0, section 2: a subject has 255 ASCII characters at most. It goes into headers.
    private const int LongestId = 255;

    private Candidate()
    {
    }

    /// <summary>Checks a user of another service.</summary>
    /// <param name="name">Names the user to an operator: the line, or the id.</param>
    /// <param name="user">The user.</param>
    /// <param name="allowsAdministrators">True if users may have the role of an administrator.</param>
    /// <param name="logins">Maps the user's logins at providers.</param>
    /// <param name="authenticator">Seals the key of the user's authenticator app.</param>
    /// <param name="now">The time for fields that have none.</param>
    public static Candidate Of(
        string name, ImportedUser user, bool allowsAdministrators, LoginMap logins, AuthenticatorApp authenticator, DateTimeOffset now)
    {
        if (Flaw(user, allowsAdministrators) is { } reason)
        {
            return new Refused(name, reason);
        }

        var (mapped, leftOut) = logins.Map(user.ExternalLogins, now);
        return new Ready(name, Map(user, authenticator, now) with { ExternalLogins = mapped }, user is { TwoFactorEnabled: true, AuthenticatorKey: null }, leftOut);
    }

    private static string? Flaw(ImportedUser user, bool allowsAdministrators) => user switch
    {
        { Email: null or "" } => "it has no e-mail address",
        _ when EmailAddress.Normalize(user.Email) is null => "its e-mail address is none that mail could go to",
        { Id: { } id } when id.Length is 0 or > LongestId || !id.All(static letter => letter is > ' ' and <= '~') =>
            $"its id is not of 1 to {LongestId} visible ASCII characters",
        { PasswordHash: { } hash } when PasswordHash.Parse(hash) is null && !LegacyHash.IsOne(hash) =>
            "its password hash is of no form that is verified here",
        { AuthenticatorKey: { } key } when !AuthenticatorApp.IsKey(key) =>
            "its authenticator key is not one in Base32",
        { Roles: { } roles } when !Role.AreValid(roles) =>
            $"its roles can't be taken over: {Role.Rule}",
        { Roles: { } roles } when !allowsAdministrators && roles.Contains(Role.Administrator) =>
            $"it has the role {Role.Administrator}, which may use /admin: say --allow-admin to import administrators",
        _ => null,
    };

    private static CardeaUser Map(ImportedUser imported, AuthenticatorApp authenticator, DateTimeOffset now)
    {
        var user = Map(imported, now);
        return imported.AuthenticatorKey is { } key
            ? user with { AuthenticatorKey = authenticator.SealKey(user, key), AuthenticatorStep = 0 }
            : user;
    }

    private static CardeaUser Map(ImportedUser user, DateTimeOffset now) => new()
    {
        Id = user.Id ?? Guid.CreateVersion7(now).ToString(),
        Email = EmailAddress.Normalize(user.Email)!,
        EmailVerified = user.EmailVerified ?? false,
        PasswordHash = user.PasswordHash,
        SecurityStamp = CardeaUser.NewStamp(),
        ConcurrencyStamp = CardeaUser.NewStamp(),
        Roles = [.. (user.Roles ?? []).OfType<string>().Distinct(StringComparer.Ordinal)],
        CreatedAt = user.CreatedAt ?? now,
        DisabledAt = user.Disabled == true ? now : null,
    };

    /// <summary>The user can be imported.</summary>
    /// <param name="Name">Names the user to an operator.</param>
    /// <param name="User">The user.</param>
    /// <param name="LosesSecondFactor">True if the other service asks for a second factor that can't be imported.</param>
    /// <param name="LeftOut">For each login at a provider that can't be imported, the reason.</param>
    internal sealed record Ready(string Name, CardeaUser User, bool LosesSecondFactor, IReadOnlyList<string> LeftOut) : Candidate;

    /// <summary>The user can't be imported.</summary>
    /// <param name="Name">Names the user to an operator.</param>
    /// <param name="Reason">Why not, without the user's secrets.</param>
    internal sealed record Refused(string Name, string Reason) : Candidate;
}
