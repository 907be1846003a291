using Cardea.Validation.Issuers;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Cardea.JwtBearer;

/// <summary>Settings for the feed of keys and revocations of the JwtBearer handler. Checked at start.</summary>
public sealed class CardeaRevocationOptions
{
    /// <summary>
    /// The address of the issuer, without a trailing slash, exactly as in the <c>iss</c> of its access tokens. Default:
    /// <see cref="JwtBearerOptions.Authority"/> of the scheme.
    /// </summary>
    public string Authority { get; set; } = "";

    /// <summary>The name of this API in <c>Cardea:ResourceApis</c> of the issuer. Must be set.</summary>
    public string Api { get; set; } = "";

    /// <summary>The secret of this API in <c>Cardea:ResourceApis</c> of the issuer. Must be set.</summary>
    public string Secret { get; set; } = "";

    /// <summary>
    /// The highest age of the known keys and revocations. When they are older, protected requests are answered 503 and open
    /// connections are closed. Default 15 seconds; 3 seconds to 5 minutes.
    /// </summary>
    public TimeSpan StalenessBound { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Sends the requests to the issuer. Default: <see cref="JwtBearerOptions.BackchannelHttpHandler"/> of the scheme, or directly.</summary>
    public HttpMessageHandler? Backchannel { get; set; }

    internal RemoteSettings Complete(JwtBearerOptions bearer, bool development) =>
        new(Authority.Length > 0 ? Authority : bearer.Authority ?? "", Api, Secret, StalenessBound, Backchannel ?? bearer.BackchannelHttpHandler)
        {
            Development = development,
        };
}
