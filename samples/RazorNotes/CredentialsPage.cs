using Microsoft.AspNetCore.Mvc.RazorPages;

namespace RazorNotes;

/// <summary>A page with a form for an address and a password.</summary>
public abstract class CredentialsPage : PageModel
{
    /// <summary>The address, which stays in the form after a refusal.</summary>
    public string Email { get; protected set; } = "";

    /// <summary>Why Cardea refused the form.</summary>
    public string? Refusal { get; protected set; }
}
