using System.Buffers.Text;
using System.Text;
using Cardea.Pages.Forms;

namespace Cardea.Pages.SignIn;

/// <summary>What every step of a sign-in carries on to the next.</summary>
/// <param name="Return">The address to return to; null for the default.</param>
/// <param name="Stay">Not null if the session stays when the browser is closed.</param>
internal readonly record struct Trip(string? Return, string? Stay)
{
    private const string Yes = "true";

    // A browser throws a cookie away that is too long for it, and with it the secret beside the address.
    private const int LongestReturn = 1_500;

    /// <summary>What a page begins with: its box is checked.</summary>
    public static Trip Begin(string? back) => new(back, Yes);

    /// <summary>Reads it from a form.</summary>
    public static Trip Of(PageForm form) => new(form["return"], form["stay"]);

    /// <summary>Reads the text of a cookie: see <see cref="ToText"/>.</summary>
    public static Trip Read(string? text)
    {
        if (text is not ['0' or '1', .. var rest] || !Base64Url.IsValid(rest))
        {
            return Begin(back: null);
        }

        return new(rest.Length == 0 ? null : Encoding.UTF8.GetString(Base64Url.DecodeFromChars(rest)), text[0] == '1' ? Yes : null);
    }

    /// <summary>Writes it for a cookie, in letters that every cookie takes. An address that is too long stays out.</summary>
    public string ToText() =>
        (Stay is null ? "0" : "1") + (Return is { Length: <= LongestReturn } back ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(back)) : "");
}
