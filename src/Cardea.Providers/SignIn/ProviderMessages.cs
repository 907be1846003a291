using Cardea.AspNetCore.Passwords;
using Cardea.External;
using Cardea.Providers.Settings;

namespace Cardea.Providers.SignIn;

/// <summary>The providers that people can sign in with.</summary>
internal sealed record ProvidersResponse(IReadOnlyList<ProviderResponse> Providers);

/// <summary>A provider.</summary>
/// <param name="Name">The name in addresses.</param>
/// <param name="DisplayName">The name that people see.</param>
internal sealed record ProviderResponse(string Name, string DisplayName);

/// <summary>The accounts at providers that sign in to the user's account.</summary>
internal sealed record LinksResponse(IReadOnlyList<LinkResponse> Links);

/// <summary>An account at a provider that signs in.</summary>
/// <param name="Provider">The name of the provider; null if this service has it no more.</param>
/// <param name="Issuer">The provider's issuer.</param>
/// <param name="Account">What people call the account there; null if the provider did not say.</param>
/// <param name="CreatedAt">When it was linked.</param>
internal sealed record LinkResponse(string? Provider, string Issuer, string? Account, DateTimeOffset CreatedAt)
{
    public static LinkResponse Of(ExternalLogin login, Provider? provider) => new(provider?.Name, login.Issuer, login.Label, login.CreatedAt);
}

/// <summary>The code that came to the app's address. A class, so that printing it shows no secret.</summary>
internal sealed class ExchangeRequest
{
    /// <summary>The code.</summary>
    public string? Code { get; init; }

    /// <summary>The verifier of the challenge with which the app began (RFC 7636).</summary>
    public string? CodeVerifier { get; init; }

    /// <summary>The session's refresh token, which is rotated, if the user has proved again who they are. Default: the client keeps it.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The user's name for this device, in the list of sessions.</summary>
    public string? Device { get; init; }

    /// <summary>The <c>deviceToken</c> of an earlier sign-in on this device. A browser has it in a cookie.</summary>
    public string? DeviceToken { get; init; }

    /// <summary>The audience of the access token: the issuer, or the audience of the APIs, which is the default.</summary>
    public string? Audience { get; init; }
}

/// <summary>The next step of a sign-in with a provider that needs an address or a proof. A class, so that printing it shows no secret.</summary>
internal sealed class CompleteRequest
{
    /// <summary>The <c>externalToken</c> of the answer before.</summary>
    public string? ExternalToken { get; init; }

    /// <summary>The verifier of the challenge with which the app began. A browser has its cookie instead.</summary>
    public string? CodeVerifier { get; init; }

    /// <summary>The address that a code is mailed to.</summary>
    public string? Email { get; init; }

    /// <summary>Or the eight digits of that mail.</summary>
    public string? Code { get; init; }

    /// <summary>Or the password of the account that has the address.</summary>
    public string? Password { get; init; }

    /// <summary>Or true to take over the account that has the address, and was never verified. Every earlier way into it is removed.</summary>
    public bool? TakeOver { get; init; }

    /// <summary>The user's name for this device, in the list of sessions.</summary>
    public string? Device { get; init; }

    /// <summary>The <c>deviceToken</c> of an earlier sign-in on this device. A browser has it in a cookie.</summary>
    public string? DeviceToken { get; init; }

    /// <summary>The audience of the access token: the issuer, or the audience of the APIs, which is the default.</summary>
    public string? Audience { get; init; }
}

/// <summary>Confirms that a provider's account is the user's. A class, so that printing it shows no secret.</summary>
internal sealed class ConfirmRequest : ICarriesPassword
{
    /// <summary>The <c>linkToken</c>, or the <c>externalToken</c> of <c>proof_required</c>.</summary>
    public string? LinkToken { get; init; }

    /// <summary>The verifier of the challenge with which the app began. A browser has its cookie instead.</summary>
    public string? CodeVerifier { get; init; }

    /// <summary>The account's password, if the access token is not for the issuer.</summary>
    public string? Password { get; init; }
}

/// <summary>Begins an attempt of the session: to link a provider's account, or to prove again who the user is. A class, so that printing it shows no password.</summary>
internal sealed class AttemptStartRequest : ICarriesPassword
{
    /// <summary>Where the browser goes afterwards.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>The app's challenge (S256, RFC 7636). A browser whose session is in cookies leaves it out.</summary>
    public string? CodeChallenge { get; init; }

    /// <summary>The app's own state, which comes back to it.</summary>
    public string? State { get; init; }

    /// <summary>The account's password, if the access token is not for the issuer.</summary>
    public string? Password { get; init; }
}

/// <summary>The address that the browser opens.</summary>
internal sealed record AttemptStartResponse(string Url);
