using System.Security.Claims;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.AspNetCore.Mvc;

namespace RazorNotes.Pages;

#region devices
/// <summary>The devices on which the user is signed in.</summary>
public sealed class DevicesModel(ISessions sessions) : SignedInPage
{
    /// <summary>The live sessions.</summary>
    public IReadOnlyList<Session> All { get; private set; } = [];

    /// <summary>The session of this browser.</summary>
    public SessionId Current => User.GetSessionId();

    /// <summary>Lists the sessions.</summary>
    public async Task OnGetAsync() => All = await sessions.ListAsync(Owner);

    /// <summary>Signs a device of this user out.</summary>
    public async Task<IActionResult> OnPostAsync(string session)
    {
        var found = (await sessions.ListAsync(Owner)).FirstOrDefault(one => one.Id.ToString() == session);
        if (found is not null)
        {
            await sessions.EndAsync(found.Id);
        }

        return RedirectToPage();
    }
}
#endregion
