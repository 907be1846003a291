using Cardea.Accounts;
using Cardea.Pages.Contract;
using Cardea.Pages.Rendering;

namespace Cardea.Pages.SignIn;

/// <summary>The pages to sign in and to sign up.</summary>
/// <param name="page">The request.</param>
/// <param name="title">The key of the title.</param>
/// <param name="trip">What the sign-in carries on.</param>
internal sealed class SignInView(PageContext page, string title, Trip trip) : PageView(page)
{
    private readonly string? _back = Returning.Read(page, trip.Return);

    public override string TitleKey => title;

    /// <summary>The address to return to.</summary>
    public string? Return => _back;

    /// <summary>True if the box "Stay signed in" is checked. It is one for all ways on the page.</summary>
    public bool Stays => trip.Stay is not null;

    /// <summary>The address that was typed before.</summary>
    public string? Email { get; init; }

    /// <summary>The code of an invitation, or an empty text where the page takes one; null if the user needs no invitation.</summary>
    public string? Invitation { get; init; }

    /// <summary>The providers to sign in with.</summary>
    public required IReadOnlyList<ProviderChoice> Providers { get; init; }

    public bool HasForgot => Page.Has(Operations.ForgotPassword);

    public bool HasPasskeys => Page.Has(Operations.PasskeySignIn);

    public bool HasLink => Page.Has(Operations.AskForLink);

    public bool HasMore => HasPasskeys || HasLink || Providers.Count > 0;

    public bool CanRegister => Page.Options.Registration == RegistrationMode.Open;

    /// <summary>The address of another page that returns to the same place.</summary>
    public string LinkWithReturn(string path) => Link(Returning.Carry(path, _back));
}
