using Cardea.Tokens;

namespace Cardea.Testing;

/// <summary>Somebody who has signed up in a test.</summary>
/// <param name="Id">The id: the <c>sub</c> of access tokens.</param>
/// <param name="Email">The address.</param>
/// <param name="Password">The password.</param>
/// <param name="AccessToken">The access token. It lives as long as the settings of the app say, by default ten minutes.</param>
/// <param name="RefreshToken">The refresh token.</param>
public sealed record TestUser(UserId Id, string Email, string Password, string AccessToken, string RefreshToken)
{
    /// <summary>The id alone.</summary>
    public override string ToString() => $"TestUser {{ Id = {Id} }}";
}
