using Microsoft.AspNetCore.Mvc;

namespace RazorNotes.Pages;

/// <summary>The notes of the user.</summary>
public sealed class IndexModel(Notes notes) : SignedInPage
{
    /// <summary>The notes.</summary>
    public IReadOnlyCollection<string> All => notes.Of(Owner);

    /// <summary>Adds a note.</summary>
    public IActionResult OnPost(string text)
    {
        notes.Add(Owner, text);
        return RedirectToPage();
    }
}
