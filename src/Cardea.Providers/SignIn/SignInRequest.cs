using Cardea.AspNetCore.Callers;
using Cardea.Providers.Protocol;
using Cardea.Tokens;

namespace Cardea.Providers.SignIn;

/// <summary>What a client asks for that signs in with a provider.</summary>
/// <param name="Device">The user's name for the device.</param>
/// <param name="Audience">The program that the access token is for.</param>
/// <param name="Caller">Who asks.</param>
internal sealed record SignInRequest(string? Device, TokenAudience Audience, Caller Caller)
{
    /// <summary>Who began the attempt. Tokens for later steps are for nobody else.</summary>
    public AttemptOwner Owner { get; init; } = AttemptOwner.App("");

    /// <summary>The request of the owner of an attempt. The tokens of a browser travel as the attempt says.</summary>
    public SignInRequest Of(AttemptOwner owner) => this with { Owner = owner, Caller = owner.IsBrowser ? Caller.WithTransport(owner.Transport) : Caller };
}
