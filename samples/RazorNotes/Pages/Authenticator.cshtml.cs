using Microsoft.AspNetCore.Mvc;

namespace RazorNotes.Pages;

/// <summary>Adds an authenticator app in two steps.</summary>
public sealed class AuthenticatorModel(Issuer issuer) : SignedInPage
{
    /// <summary>The key for the app, between the steps.</summary>
    public string? Secret { get; private set; }

    /// <summary>The recovery codes, after the second step.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    /// <summary>Why Cardea refused a step.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The first step: shows the key.</summary>
    public async Task<IActionResult> OnPostBeginAsync()
    {
        var answer = await issuer.PostAsync("/auth/totp");
        (Secret, Refusal) = ((string?)answer["secret"], (string?)answer["detail"]);
        return Page();
    }

    /// <summary>The second step: a code shows that the app has the key.</summary>
    public async Task<IActionResult> OnPostConfirmAsync(string secret, string code)
    {
        var answer = await issuer.PostAsync("/auth/totp/confirm", new { code });
        Refusal = (string?)answer["detail"];
        Secret = secret;
        RecoveryCodes = [.. answer["recoveryCodes"]?.AsArray().Select(static one => (string)one!) ?? []];
        return Page();
    }
}
