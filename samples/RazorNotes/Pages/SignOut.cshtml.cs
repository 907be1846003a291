using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace RazorNotes.Pages;

/// <summary>Ends the session of this browser.</summary>
public sealed class SignOutModel(Issuer issuer) : PageModel
{
    /// <summary>Nothing to see here.</summary>
    public IActionResult OnGet() => RedirectToPage("/Index");

    /// <summary>Signs out. Cardea deletes the cookies.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        await issuer.PostAsync("/auth/logout");
        return RedirectToPage("/SignIn");
    }
}
