using Microsoft.AspNetCore.Mvc;

namespace RazorNotes.Pages;

#region sign-in
/// <summary>Signs the user in, or asks for the second factor.</summary>
public sealed class SignInModel(Issuer issuer) : CredentialsPage
{
    /// <summary>Signs in.</summary>
    public async Task<IActionResult> OnPostAsync(string email, string password)
    {
        var answer = await issuer.PostAsync("/auth/login?useCookies=true", new { email, password });
        switch ((string?)answer["code"])
        {
            case null:
                return RedirectToPage("/Index");
            case "mfa_required":
                TempData["mfaToken"] = (string?)answer["mfaToken"];
                return RedirectToPage("/SecondFactor");
            default:
                (Email, Refusal) = (email, (string?)answer["detail"]);
                return Page();
        }
    }
}
#endregion
