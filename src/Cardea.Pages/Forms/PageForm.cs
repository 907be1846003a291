using Cardea.AspNetCore.OAuth;

namespace Cardea.Pages.Forms;

/// <summary>The fields of a form. A class, so that printing it shows no secret.</summary>
/// <param name="form">The fields as they arrived.</param>
internal sealed class PageForm(OAuthForm form)
{
    /// <summary>A field; null if it is missing or empty.</summary>
    public string? this[string name] => form.Find(name);

    /// <summary>True if a box is checked.</summary>
    public bool IsChecked(string name) => form.Find(name) is not null;

    /// <summary>Begins the body of an operation from fields of the same names.</summary>
    public FormJson ToJson() => new(this);
}
