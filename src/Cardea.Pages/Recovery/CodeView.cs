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

    /// <summary>Where a proof is sent.</summary>
    public string Action { get; init; } = "";

    /// <summary>The proofs that the account takes; null while nobody has asked the server, which then decides.</summary>
    public IReadOnlyList<string>? Methods { get; init; }

    /// <summary>True if a session here may be of the account: no answer has said that it is not.</summary>
    public bool MayBeSignedIn => SignedInAs is not null && Methods is null;

    /// <summary>The address where another link is asked for.</summary>
    public string? Again { get; init; }

    /// <summary>True if a proof is offered.</summary>
    public bool Takes(string method) => Methods?.Contains(method) ?? true;

    /// <summary>False for the code of a new address: no account was made with it.</summary>
    public bool MayTakeOver { get; init; } = true;

    /// <summary>True if a new password is offered as a proof.</summary>
    public bool TakesNewPassword => MayTakeOver && Takes("new_password");

    /// <summary>True if this browser asked for the link.</summary>
    public bool IsOfThisBrowser { get; init; }
}
