using System.Security.Claims;
using Cardea.Tokens;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace RazorNotes;

#region signed-in
/// <summary>A page for signed-in users. It sends everybody else to the sign-in page.</summary>
public abstract class SignedInPage : PageModel
{
    /// <summary>The user.</summary>
    protected UserId Owner => User.GetUserId();

    /// <inheritdoc/>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (User.Identity is not { IsAuthenticated: true })
        {
            context.Result = RedirectToPage("/SignIn");
        }
    }
}
#endregion
