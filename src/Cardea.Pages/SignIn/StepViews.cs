using Cardea.AspNetCore.Factors;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.SignIn;

/// <summary>The page that asks for the second factor.</summary>
/// <param name="page">The request.</param>
internal sealed class SecondFactorView(PageContext page) : PageView(page)
{
    public override string TitleKey => "second-factor.title";

    /// <summary>The token of the sign-in.</summary>
    public required string Token { get; init; }

    /// <summary>The factors of the account.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>The options for the browser, as JSON; null for an account without passkeys.</summary>
    public string? PasskeyOptions { get; init; }

    /// <summary>What the factor is for: see <see cref="SignInSteps"/>.</summary>
    public required string Step { get; init; }

    /// <summary>Where the factor is sent.</summary>
    public string Action => Step == SignInSteps.Reauthenticate ? "/account/confirm/second-factor" : "/account/second-factor";

    /// <summary>What the next step must know.</summary>
    public required Trip Trip { get; init; }

    /// <summary>The address at which the sign-in begins again.</summary>
    public string Again => Link(Returning.Carry("/account/sign-in", Trip.Return));

    public bool TakesCode => Methods.Contains("totp") || Methods.Contains("recovery_code");

    public string CodeLabel => Methods.Contains("totp") ? "second-factor.code" : "second-factor.recovery-code";

    /// <summary>The page again, after a refusal.</summary>
    /// <param name="page">The request.</param>
    /// <param name="form">The form that was refused.</param>
    /// <param name="trip">What the next step must know.</param>
    /// <param name="notice">What was refused.</param>
    public static IResult Refused(PageContext page, PageForm form, Trip trip, Notice? notice)
    {
        var view = new SecondFactorView(page)
        {
            Token = form["mfaToken"] ?? "",
            Methods = form["methods"]?.Split(' ') ?? [],
            PasskeyOptions = form["options"],
            Step = form["step"] ?? SignInSteps.SignIn,
            Trip = trip,
            Notice = notice,
        };
        return new PageResult(new Slices_SecondFactor { Model = view }, view);
    }

    public bool MayTrust => Step == SignInSteps.SignIn && Page.Options.TrustedDeviceLifetime > TimeSpan.Zero;
}

/// <summary>The page to add the first second factor, without which the user can't sign in.</summary>
/// <param name="page">The request.</param>
internal sealed class EnrolView(PageContext page) : PageView(page)
{
    public override string TitleKey => "enrol.title";

    /// <summary>The token of the sign-in.</summary>
    public required string Token { get; init; }

    /// <summary>The factors that can be added.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>True if a mailed code is due too.</summary>
    public bool MailCodeRequired { get; init; }

    /// <summary>True if the code has been mailed.</summary>
    public bool IsMailed { get; init; }

    /// <summary>What the next step must know.</summary>
    public required Trip Trip { get; init; }

    public bool TakesPasskey => Methods.Contains("passkey");
}

/// <summary>The page to add an authenticator app.</summary>
/// <param name="page">The request.</param>
internal sealed class AuthenticatorView(PageContext page) : PageView(page)
{
    private const int Group = 4;

    public override string TitleKey => "authenticator.title";

    public required AuthenticatorResponse Offer { get; init; }

    /// <summary>Where the code is sent.</summary>
    public required string Action { get; init; }

    /// <summary>The sign-in that waits for the factor; null for somebody who is signed in.</summary>
    public EnrolView? Enrol { get; init; }

    /// <summary>The address of the account, for the next picture; null for somebody who is signed in.</summary>
    public string? Account { get; init; }

    public override Section? Section => Enrol is null ? Rendering.Section.Security : null;

    /// <summary>The key in groups of four, for users who type it.</summary>
    public string Secret => string.Join(' ', Offer.Secret.Chunk(Group).Select(static letters => new string(letters)));
}

/// <summary>The page that shows new recovery codes, this once.</summary>
/// <param name="page">The request.</param>
/// <param name="codes">The codes.</param>
/// <param name="next">The address to go on to.</param>
internal sealed class RecoveryCodesView(PageContext page, IReadOnlyList<string> codes, string next) : PageView(page)
{
    public override string TitleKey => "codes.title";

    public IReadOnlyList<string> Codes => codes;

    public string Next => next;
}
