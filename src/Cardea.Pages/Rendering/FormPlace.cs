using System.Text.RegularExpressions;
using Cardea.Pages.Forms;

namespace Cardea.Pages.Rendering;

/// <summary>Where a form stands, and whose it is. Every address that takes a form names both.</summary>
/// <param name="Page">The path of the page. A variable such as <c>{id}</c> is the field of this name.</param>
/// <param name="Owner">Whose form it is.</param>
internal sealed partial record FormPlace(string Page, FormOwner Owner)
{
    /// <summary>A form that acts for nobody who is signed in.</summary>
    public static FormPlace OfAnybody(string page) => new(page, FormOwner.Anybody);

    /// <summary>A form of the user whom the page shows.</summary>
    public static FormPlace OfUser(string page) => new(page, FormOwner.User);

    /// <summary>A form that visitors send too. If the page was shown to a signed-in user, the form is this user's.</summary>
    public static FormPlace OfUserIfAny(string page) => new(page, FormOwner.UserIfAny);

    /// <summary>The path of the page that a form stands on. Without the fields that name it, the page above.</summary>
    public string PathOf(PageForm? form)
    {
        var isNamed = true;
        var path = VariablePattern().Replace(Page, variable =>
        {
            isNamed &= form?[variable.Groups[1].Value] is not null;
            return Uri.EscapeDataString(form?[variable.Groups[1].Value] ?? "");
        });
        return isNamed ? path : Page[..Page.IndexOf("/{", StringComparison.Ordinal)];
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex VariablePattern();
}

/// <summary>Whose form it is.</summary>
internal enum FormOwner
{
    /// <summary>Nobody's: it acts for no user who is signed in.</summary>
    Anybody,

    /// <summary>The user's whom the page shows.</summary>
    User,

    /// <summary>The user's whom the page shows, or a visitor's.</summary>
    UserIfAny,
}
