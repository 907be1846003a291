using Cardea.Pages.Rendering;
using Cardea.Pages.SignIn;

namespace Cardea.Pages.Recovery;

/// <summary>A page that asks for an address to mail to.</summary>
/// <param name="page">The request.</param>
/// <param name="title">The key of the title.</param>
/// <param name="action">Where the form is sent.</param>
internal sealed class ForgotView(PageContext page, string title, string action) : PageView(page)
{
    public override string TitleKey => title;

    public string Action => action;

    /// <summary>The key of the sentence above the form.</summary>
    public required string TextKey { get; init; }

    /// <summary>The address that was typed before.</summary>
    public string? Email { get; init; }

    /// <summary>The address to return to after a sign-in.</summary>
    public string? Return { get; init; }

    /// <summary>The address of the sign-in, for users who need no mail.</summary>
    public string BackToSignIn => Link(Returning.Carry("/account/sign-in", Return));

    /// <summary>True if the box "Stay signed in" is checked; null for a page that signs nobody in.</summary>
    public bool? Stays { get; init; }
}
