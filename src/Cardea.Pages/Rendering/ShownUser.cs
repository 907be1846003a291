using System.Net;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Cardea.AspNetCore.Callers;
using Cardea.Pages.Forms;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Rendering;

/// <summary>
/// The user whom a page shows. Another tab of the browser may sign somebody else in, and the page does not change. So each form of a user
/// carries the id, and a form of another user than the one who is signed in does nothing.
/// </summary>
internal static partial class ShownUser
{
    /// <summary>The code of the refusal, as the address of the page carries it.</summary>
    public const string Another = "another_user";

    private const string Field = "shownTo";

    /// <summary>Writes the signed-in user into the forms of a page that are a user's: see <see cref="FormPlace"/>. The templates write nothing.</summary>
    public static async Task<string> MarkAsync(PageContext page, string html)
    {
        if (!FormPattern().Matches(html).Any(form => IsOfUser(page, form)) || await FindAsync(page.Http) is not { } user)
        {
            return html;
        }

        var field = $"<input type=\"hidden\" name=\"{Field}\" value=\"{HtmlEncoder.Default.Encode(user)}\">";
        return FormPattern().Replace(html, form => IsOfUser(page, form) ? form.Value + field : form.Value);
    }

    /// <summary>True if a form was made for another user than the one who is signed in.</summary>
    public static async Task<bool> IsAnotherAsync(PageContext page, FormPlace place, PageForm form) =>
        place.Owner != FormOwner.Anybody
        && (place.Owner == FormOwner.User || form[Field] is not null)
        && await FindAsync(page.Http) is { } user
        && form[Field] != user;

    // The result is kept for the request, so the operations of the page see the same user, and the store is not asked again.
    private static async Task<string?> FindAsync(HttpContext http) => (await PossibleSession.BindAsync(http)).Acting?.User.ToString();

    private static bool IsOfUser(PageContext page, Match form) => page.FindPlace(WebUtility.HtmlDecode(form.Groups[1].Value)) is { Owner: not FormOwner.Anybody };

    // The pages encode every value, so an angle bracket ends the tag.
    [GeneratedRegex("""<form\b(?=[^>]*\smethod="post")[^>]*?\saction="([^"]*)"[^>]*>""")]
    private static partial Regex FormPattern();
}
