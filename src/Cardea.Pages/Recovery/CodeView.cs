using Cardea.Pages.Rendering;

namespace Cardea.Pages.Recovery;

/// <summary>A page that a mailed link leads to. The script moves the code from the fragment of the address into the form.</summary>
/// <param name="page">The request.</param>
/// <param name="title">The key of the title.</param>
internal sealed class CodeView(PageContext page, string title) : PageView(page)
{
    public override string TitleKey => title;

    /// <summary>The code, when the form comes back with a fault.</summary>
    public string? Token { get; init; }

    /// <summary>The address of the account of this browser's session; null without one.</summary>
    public string? SignedInAs { get; init; }

    /// <summary>True if this browser asked for the link.</summary>
    public bool IsOfThisBrowser { get; init; }
}
