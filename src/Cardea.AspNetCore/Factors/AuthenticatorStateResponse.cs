namespace Cardea.AspNetCore.Factors;

/// <summary>Whether there is an authenticator app that counts.</summary>
internal sealed record AuthenticatorStateResponse(bool Enabled);
