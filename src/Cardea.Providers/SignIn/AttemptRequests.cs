using Cardea.AspNetCore.Problems;
using Cardea.Cookies;
using Cardea.Providers.Protocol;
using Cardea.Providers.Settings;
using Cardea.Tokens;
using Cardea.Validation.Problems;

namespace Cardea.Providers.SignIn;

/// <summary>Reads what a client asks for that begins an attempt.</summary>
internal static class AttemptRequests
{
    private const int LongestState = 512;

    /// <summary>Reads the attempt of an app, which gets a code at its own address.</summary>
    /// <returns>The attempt, or what is wrong.</returns>
    public static (Attempt? Attempt, Problem? Refusal) ReadApp(
        Provider provider, string? returnUrl, string? codeChallenge, string? state, CardeaOptions options, TimeProvider clock)
    {
        var address = ReturnAddress.FindOfApp(returnUrl, options);
        var errors = ErrorsOf(address);
        if (!AttemptOwner.IsChallenge(codeChallenge))
        {
            errors["codeChallenge"] = ["It must be the SHA-256 of the app's code verifier in base64url, without padding (RFC 7636, S256)."];
        }

        if (state is { Length: > LongestState } || state?.Any(char.IsControl) is true)
        {
            errors["state"] = [$"It must have at most {LongestState} characters, and no control characters."];
        }

        return errors.Count > 0
            ? (null, ContractProblem.Invalid(errors))
            : (new(provider.Name, address!, clock.GetUtcNow(), AttemptOwner.App(codeChallenge!)) { State = state }, null);
    }

    /// <summary>Reads the attempt of a browser, which gets cookies. An app's own scheme leads to an app, which has no cookies.</summary>
    /// <returns>The attempt, or what is wrong.</returns>
    public static (Attempt? Attempt, Problem? Refusal) ReadBrowser(
        Provider provider, string? returnUrl, TokenTransport transport, CardeaOptions options, TimeProvider clock) =>
        ReturnAddress.Find(returnUrl, options) is { } address
            ? (new(provider.Name, address, clock.GetUtcNow(), AttemptOwner.Browser(transport)), null)
            : (null, ContractProblem.Invalid(ErrorsOf(address: null)));

    private static Dictionary<string, string[]> ErrorsOf(string? address)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (address is null)
        {
            errors["returnUrl"] = ["It must be an address of Cardea:ReturnUrls, or of this service itself, and not below /auth, /admin or /oauth."];
        }

        return errors;
    }
}
