using Microsoft.AspNetCore.Mvc;

namespace RazorNotes.Pages;

/// <summary>Makes an account, and signs the user in.</summary>
public sealed class SignUpModel(Issuer issuer) : CredentialsPage
{
    /// <summary>Signs up.</summary>
    public async Task<IActionResult> OnPostAsync(string email, string password)
    {
        var answer = await issuer.PostAsync("/auth/register?useCookies=true", new { email, password });
        if (answer["code"] is null)
        {
            return RedirectToPage("/Index");
        }

        // Each member has its own messages.
        var messages = answer["errors"]?.AsObject().SelectMany(static member => member.Value!.AsArray()).Select(static message => (string?)message);
        (Email, Refusal) = (email, messages is null ? (string?)answer["detail"] : string.Join(' ', messages));
        return Page();
    }
}
