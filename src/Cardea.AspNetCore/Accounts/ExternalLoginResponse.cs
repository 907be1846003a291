using Cardea.External;

namespace Cardea.AspNetCore.Accounts;

/// <summary>An account at a provider that signs in, as its user and operators see it.</summary>
internal sealed record ExternalLoginResponse(string Issuer, string Subject, string? Label, DateTimeOffset CreatedAt)
{
    public static ExternalLoginResponse Of(ExternalLogin login) => new(login.Issuer, login.Subject, login.Label, login.CreatedAt);
}
