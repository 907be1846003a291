using Cardea.Validation;
using Cardea.Validation.Issuers;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.JwtBearer;

/// <summary>
/// Lets the JwtBearer handler take its keys from the feed. The handler fetches neither metadata nor keys any more. It knows a new
/// key and refuses a retired key at once, and an unknown key causes no request.
/// </summary>
internal sealed class RevocationSetup(
    string scheme, IOptionsMonitor<CardeaRevocationOptions> revocation, IServiceProvider services, IHostEnvironment? environment = null)
    : IPostConfigureOptions<JwtBearerOptions>
{
    /// <summary>Returns the settings of the issuer.</summary>
    public RemoteSettings Complete(JwtBearerOptions bearer) => revocation.Get(scheme).Complete(bearer, environment?.IsDevelopment() is true);

    public void PostConfigure(string? name, JwtBearerOptions options)
    {
        if (name != scheme)
        {
            return;
        }

        var settings = Complete(options);
        settings.Rules().Check(nameof(CardeaRevocationOptions));
        Contradictions(options).Check(nameof(JwtBearerOptions));

        // The issuer's name is accepted in addition to the names that the app has set. Other settings of the app stay.
        options.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(
            options.Configuration ?? new() { Issuer = settings.Authority });
        var validation = options.TokenValidationParameters;
        validation.IssuerSigningKeyResolver = (_, _, kid, _) => Find(kid);
        validation.TryAllIssuerSigningKeys = false;
        validation.ValidAlgorithms ??= [SecurityAlgorithms.EcdsaSha256];
        options.Events = new RevocationEvents(options.Events ?? new());
    }

    // The handler would use each of these instead of the feed, or ignore it.
    private static IEnumerable<(bool Broken, string Finding)> Contradictions(JwtBearerOptions options)
    {
        var validation = options.TokenValidationParameters;
        (bool IsSet, string Name)[] instead =
        [
            (validation.IssuerSigningKey is not null, nameof(validation.IssuerSigningKey)),
            (validation.IssuerSigningKeys is not null, nameof(validation.IssuerSigningKeys)),
            (validation.IssuerSigningKeyResolver is not null, nameof(validation.IssuerSigningKeyResolver)),
            (validation.IssuerSigningKeyResolverUsingConfiguration is not null, nameof(validation.IssuerSigningKeyResolverUsingConfiguration)),
            (validation.SignatureValidator is not null, nameof(validation.SignatureValidator)),
            (validation.SignatureValidatorUsingConfiguration is not null, nameof(validation.SignatureValidatorUsingConfiguration)),
        ];
        return
        [
            (options.EventsType is not null, "EventsType must be left out with WithCardeaRevocation: set Events instead."),
            (options.UseSecurityTokenValidators, "UseSecurityTokenValidators must be left out with WithCardeaRevocation."),
            .. instead.Select(static one => (
                one.IsSet, $"TokenValidationParameters.{one.Name} must be left out with WithCardeaRevocation: the keys come with the issuer's feed.")),
        ];
    }

    private IEnumerable<SecurityKey> Find(string? kid) =>
        kid is { Length: > 0 } && services.GetRequiredKeyedService<IIssuer>(scheme).FindKey(kid) is { } key ? [key] : [];
}
