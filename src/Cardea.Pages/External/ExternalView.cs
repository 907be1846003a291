using Cardea.Pages.Contract;
using Cardea.Pages.Rendering;
using Cardea.Pages.SignIn;

namespace Cardea.Pages.External;

/// <summary>The page for what a sign-in with a provider still needs.</summary>
/// <param name="page">The request.</param>
/// <param name="need">What it needs.</param>
internal sealed class ExternalView(PageContext page, ProviderNeed need) : PageView(page)
{
    public const string Linking = "link_required";
    public const string Email = "email_required";
    public const string Proof = "proof_required";

    public override string TitleKey => $"external.{need.Code}";

    public ProviderNeed Need => need;

    /// <summary>True if the code is on its way to the address.</summary>
    public bool IsMailed { get; init; }

    /// <summary>The address of the account of this browser's session; null without one.</summary>
    public string? SignedInAs { get; init; }

    /// <summary>What the next step must know.</summary>
    public required Trip Trip { get; init; }

    /// <summary>The address of the sign-in that comes back to this page.</summary>
    public string SignInFirst => Link(Returning.Carry("/account/sign-in", Returning.Carry(Link("/account/external"), Trip.Return)));
}
