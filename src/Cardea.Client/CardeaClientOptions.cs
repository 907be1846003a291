namespace Cardea.Client;

/// <summary>The issuer that a client signs in at. Checked at start.</summary>
public sealed class CardeaClientOptions
{
    /// <summary>
    /// The address of the issuer, such as <c>https://id.example.org</c>: without a trailing slash, exactly as in the
    /// <c>iss</c> of its access tokens. Must be set. Must begin with https, except on this machine or with
    /// <see cref="AllowHttp"/>.
    /// </summary>
    public string Issuer { get; set; } = "";

    /// <summary>The name of this device in the user's list of sessions. Up to 100 characters. Default: no name.</summary>
    public string? Device { get; set; }

    /// <summary>
    /// How long before its expiry an access token is refreshed. At most half of the token's lifetime counts. Default one
    /// minute; zero to one hour.
    /// </summary>
    public TimeSpan RefreshAhead { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Allows an issuer with http on another machine, where everybody in between can read passwords and tokens. For
    /// development only, for example in an emulator. Default false.
    /// </summary>
    public bool AllowHttp { get; set; }

    internal Uri AddressOf(string path) => new(Issuer + path);
}
