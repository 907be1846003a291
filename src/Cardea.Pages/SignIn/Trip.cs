using Cardea.Pages.Forms;

namespace Cardea.Pages.SignIn;

/// <summary>What every step of a sign-in carries on to the next.</summary>
/// <param name="Return">The address to return to; null for the default.</param>
/// <param name="Stay">Not null if the session stays when the browser is closed.</param>
internal readonly record struct Trip(string? Return, string? Stay)
{
    /// <summary>Reads it from a form.</summary>
    public static Trip Of(PageForm form) => new(form["return"], form["stay"]);
}
