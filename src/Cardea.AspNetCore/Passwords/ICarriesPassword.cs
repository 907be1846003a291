namespace Cardea.AspNetCore.Passwords;

/// <summary>The body of a request for a lasting change, which may carry the account's password as its proof.</summary>
internal interface ICarriesPassword
{
    /// <summary>The password of the account that the access token belongs to.</summary>
    string? Password { get; }
}
