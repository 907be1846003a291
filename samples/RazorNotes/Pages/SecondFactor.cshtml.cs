using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace RazorNotes.Pages;

/// <summary>Takes the code of the authenticator app.</summary>
public sealed class SecondFactorModel(Issuer issuer) : PageModel
{
    /// <summary>Why Cardea refused the code.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Sends a user back who has not given the password.</summary>
    public IActionResult OnGet() => TempData.Peek("mfaToken") is null ? RedirectToPage("/SignIn") : Page();

    /// <summary>Signs in.</summary>
    public async Task<IActionResult> OnPostAsync(string code)
    {
        var answer = await issuer.PostAsync("/auth/mfa?useCookies=true", new { mfaToken = TempData.Peek("mfaToken"), code });
        if (answer["code"] is null)
        {
            TempData.Remove("mfaToken");
            return RedirectToPage("/Index");
        }

        Refusal = (string?)answer["detail"];
        return Page();
    }
}
