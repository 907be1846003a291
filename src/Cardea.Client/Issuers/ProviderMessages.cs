namespace Cardea.Client.Issuers;

// These are classes, so that printing one shows no secret.

/// <summary>The code that came back from a provider.</summary>
internal sealed class ProviderExchangeRequest
{
    public required string Code { get; init; }

    public required string CodeVerifier { get; init; }

    public string? Device { get; init; }

    public string? DeviceToken { get; init; }
}

/// <summary>What a sign-in with a provider still needed.</summary>
internal sealed class ProviderCompleteRequest
{
    public required string ExternalToken { get; init; }

    public string? CodeVerifier { get; init; }

    public string? Email { get; init; }

    public string? Code { get; init; }

    public string? Password { get; init; }

    public bool? TakeOver { get; init; }
}

/// <summary>Confirms that a provider's account is the user's.</summary>
internal sealed class ProviderLinkRequest
{
    public required string LinkToken { get; init; }

    public string? CodeVerifier { get; init; }

    public string? Password { get; init; }
}

/// <summary>A request for a nonce.</summary>
internal sealed class NonceRequest;

/// <summary>A nonce for the provider's own SDK.</summary>
internal sealed class NonceAnswer
{
    public required string Nonce { get; init; }
}

/// <summary>The id token that the provider's own SDK gave.</summary>
internal sealed class IdTokenRequest
{
    public required string IdToken { get; init; }

    public required string Nonce { get; init; }

    public string? Device { get; init; }

    public string? DeviceToken { get; init; }
}
