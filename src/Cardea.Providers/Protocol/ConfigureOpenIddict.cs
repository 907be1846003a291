using Cardea.AspNetCore.Links;
using Cardea.Keys;
using Cardea.Providers.Settings;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Client;
using OpenIddict.Client.WebIntegration;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Cardea.Providers.Protocol;

/// <summary>Sets OpenIddict's client up: its registrations, and keys for the state that every node has.</summary>
internal sealed class ConfigureOpenIddict(ProviderList providers, CardeaOptions options, PublicAddresses addresses, MasterKey masterKey) : IConfigureOptions<OpenIddictClientOptions>
{
    public void Configure(OpenIddictClientOptions client)
    {
        client.ClientUri = new Uri(options.Issuer, UriKind.Absolute);
        client.StateTokenLifetime = TimeSpan.FromMinutes(15);

        // The keys come from the master key: every node can finish an attempt that another node began.
        client.EncryptionCredentials.Add(new(
            new SymmetricSecurityKey(masterKey.Authenticate("external state encryption", [])) { KeyId = "state-encryption" },
            SecurityAlgorithms.Aes256KW,
            SecurityAlgorithms.Aes256CbcHmacSha512));
        client.SigningCredentials.Add(new(
            new SymmetricSecurityKey(masterKey.Authenticate("external state signature", [])) { KeyId = "state-signature" }, SecurityAlgorithms.HmacSha256));
        client.Registrations.AddRange(providers.All.Select(Register));
    }

    /// <summary>The address that a provider sends the browser back to. It is built from the issuer, never from the request.</summary>
    public static Uri CallbackOf(Provider provider, PublicAddresses addresses) => new(addresses.OfProvider(provider.Name, "/callback"), UriKind.Absolute);

    private OpenIddictClientRegistration Register(Provider provider)
    {
        var registration = new OpenIddictClientRegistration
        {
            RegistrationId = provider.Name,
            ProviderName = provider.Name,
            ProviderDisplayName = provider.DisplayName,
            ClientId = provider.Options.ClientId,
            ClientSecret = provider.Options.ClientSecret is { Length: > 0 } secret ? secret : null,
            RedirectUri = CallbackOf(provider, addresses),
        };
        registration.TokenValidationParameters.ClockSkew = IdentityReader.Skew;
        registration.Scopes.UnionWith(provider.Options.Scopes);
        switch (provider.Kind)
        {
            case ProviderKind.Google:
                registration.ProviderType = OpenIddictClientWebIntegrationConstants.ProviderTypes.Google;
                registration.ProviderSettings = new OpenIddictClientWebIntegrationSettings.Google();
                registration.Scopes.UnionWith([Scopes.OpenId, Scopes.Email]);
                break;
            case ProviderKind.Microsoft:
                registration.ProviderType = OpenIddictClientWebIntegrationConstants.ProviderTypes.Microsoft;
                registration.ProviderSettings = new OpenIddictClientWebIntegrationSettings.Microsoft { Tenant = provider.Tenants is [var one] ? one : "common" };
                registration.Scopes.UnionWith([Scopes.OpenId, Scopes.Email, Scopes.Profile]);
                break;
            case ProviderKind.Apple:
                registration.ProviderType = OpenIddictClientWebIntegrationConstants.ProviderTypes.Apple;
                registration.ProviderSettings = new OpenIddictClientWebIntegrationSettings.Apple
                {
                    TeamId = provider.Options.TeamId,
                    SigningKey = AppleKey.Read(provider.Options.PrivateKeyFile, provider.Options.KeyId),
                };
                registration.Scopes.UnionWith([Scopes.OpenId, Scopes.Email]);
                break;
            case ProviderKind.GitHub:
                registration.ProviderType = OpenIddictClientWebIntegrationConstants.ProviderTypes.GitHub;
                registration.ProviderSettings = new OpenIddictClientWebIntegrationSettings.GitHub();
                break;
            case ProviderKind.OpenIdConnect:
            default:
                registration.Issuer = new Uri(provider.Options.Issuer, UriKind.Absolute);
                registration.Scopes.UnionWith([Scopes.OpenId, Scopes.Email]);
                break;
        }

        return registration;
    }
}
