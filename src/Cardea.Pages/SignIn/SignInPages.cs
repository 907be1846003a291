using Cardea.Accounts;
using Cardea.AspNetCore.Problems;
using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.SignIn;

/// <summary>Signing in, signing up and signing out.</summary>
internal static class SignInPages
{
    /// <summary>The page to sign in.</summary>
    public const string Path = "/account/sign-in";

    private const string SignUp = "/account/sign-up";
    private const string Invitation = "/account/invitation";
    private const string Factor = "/account/second-factor";
    private const string Title = "sign-in.title";
    private const string SignUpTitle = "sign-up.title";

    public static void Map(PageRoutes pages)
    {
        pages.MapPage("/", StartAsync);
        pages.MapPage(Path, ShowAsync);
        pages.MapForm(Path, FormPlace.OfAnybody(Path), SignInAsync);
        pages.MapPage(Factor, ShowFactorAsync);
        pages.MapForm(Factor, FormPlace.OfAnybody(Path), ProveAsync);
        pages.MapForm("/account/passkey", FormPlace.OfAnybody(Path), UsePasskeyAsync);
        pages.MapPage(SignUp, static page => page.Options.Registration == RegistrationMode.Open
            ? ShowSignUpAsync(page, SignUp)
            : Task.FromResult(ErrorPage.Of(page, ContractProblem.RegistrationClosed)));
        pages.MapForm(SignUp, FormPlace.OfAnybody(SignUp), SignUpAsync);
        pages.MapPage(Invitation, static page => ShowSignUpAsync(page, Invitation));
        pages.MapForm(Invitation, FormPlace.OfAnybody(Invitation), SignUpAsync);
        // An app has a button of its own, whose form knows no user.
        pages.MapForm("/account/sign-out", FormPlace.OfUserIfAny("/account"), SignOutAsync);
    }

    private static async Task<IResult> StartAsync(PageContext page) =>
        await page.SendAsync(Operations.Me) switch
        {
            { IsSuccess: true } => page.GoTo("/account/devices"),
            { Status: StatusCodes.Status401Unauthorized } refused => page.GoTo(Returning.IsReuse(refused) ? $"/account/sign-in?error={refused.Code}" : "/account/sign-in"),
            var answer => ErrorPage.Of(page, answer),
        };

    private static async Task<IResult> ShowAsync(PageContext page)
    {
        var (trip, form, notice) = Begin(page, Path);
        return await ShowAsync(page, trip, form?["email"], notice);
    }

    // A page that was opened begins anew, or shows again what was refused.
    private static (Trip Trip, PageForm? Refused, Notice? Notice) Begin(PageContext page, string path)
    {
        var trip = Trip.Begin(page.Query("return"));
        return RefusedForm.Read(page, path) is { } refused
            ? (trip with { Stay = refused.Form["stay"] }, refused.Form, refused.Words(page))
            : (trip, null, Notice.Of(page));
    }

    // No page that answers a refused form is left behind, where one can be avoided: see RefusedForm.
    private static IResult? GoOn(PageContext page, PageForm form, ContractAnswer answer, string path)
    {
        if (SignInSteps.GoOn(page, Trip.Of(form), answer) is not { } next)
        {
            return RefusedForm.GoBack(page, form, answer, path, "email", "stay", "invitation");
        }

        RefusedForm.Forget(page);
        return next;
    }

    private static async Task<IResult> ShowAsync(PageContext page, Trip trip, string? email, Notice? notice)
    {
        var view = new SignInView(page, Title, trip) { Email = email, Providers = await page.ProvidersAsync(), Notice = notice };
        return new PageResult(new Slices_SignIn { Model = view }, view);
    }

    private static async Task<IResult> SignInAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.Login, body: form.ToJson().Texts("email", "password").ToArray(), query: SignInSteps.Cookies(form));
        return GoOn(page, form, answer, Path) ?? await ShowAsync(page, Trip.Of(form), form["email"], Notice.Of(answer, page.Texts));
    }

    private static async Task<IResult> UsePasskeyAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(
            Operations.PasskeySignIn, body: form.ToJson().Texts("token").Credential().ToArray(), query: SignInSteps.Cookies(form));
        return GoOn(page, form, answer, Path) ?? await ShowAsync(page, Trip.Of(form), email: null, Notice.Of(answer, page.Texts));
    }

    /// <summary>Takes the second factor, for a sign-in and for a new proof of who the user is.</summary>
    public static async Task<IResult> ProveAsync(PageContext page, PageForm form)
    {
        var body = form.ToJson().Texts("mfaToken", "code").Flag("trustDevice").Credential().ToArray();
        var answer = await page.SendAsync(Operations.SecondFactor, body: body, query: SignInSteps.Cookies(form));
        if (SignInSteps.GoOn(page, Trip.Of(form), answer) is { } next)
        {
            RefusedForm.Forget(page);
            return next;
        }

        // A wrong code can be typed again. All else ends this sign-in or proof.
        if (answer.Code is not ("invalid_second_factor" or "too_many_attempts"))
        {
            return RefusedForm.GoBack(page, form, answer, page.Place!.Page, "stay") ?? await ShowAsync(page, Trip.Of(form), email: null, Notice.Of(answer, page.Texts));
        }

        // A new proof belongs to a session. A cookie of the browser would carry it into another one.
        return (form["step"] == SignInSteps.Reauthenticate ? null : RefusedForm.GoBack(page, form, answer, Factor, "mfaToken", "methods", "options", "stay"))
            ?? SecondFactorView.Refused(page, form, Trip.Of(form), Notice.Of(answer, page.Texts));
    }

    private static Task<IResult> ShowFactorAsync(PageContext page) => Task.FromResult(
        RefusedForm.Read(page, Factor) is { } refused
            ? SecondFactorView.Refused(page, refused.Form, new(page.Query("return"), refused.Form["stay"]), refused.Words(page))
            : page.GoTo("/"));

    private static async Task<IResult> ShowSignUpAsync(PageContext page, string path)
    {
        var (trip, form, notice) = Begin(page, path);
        return await ShowSignUpAsync(page, path, trip, form, notice);
    }

    private static async Task<IResult> ShowSignUpAsync(PageContext page, string path, Trip trip, PageForm? form, Notice? notice)
    {
        var view = new SignInView(page, SignUpTitle, trip)
        {
            Email = form?["email"],
            Invitation = path == Invitation ? form?["invitation"] ?? "" : null,
            Providers = await page.ProvidersAsync(),
            Notice = notice,
        };
        return new PageResult(new Slices_SignUp { Model = view }, view);
    }

    private static async Task<IResult> SignUpAsync(PageContext page, PageForm form)
    {
        // Either a passkey, which the script has asked the browser for, or a password.
        var body = form["credential"] is null ? form.ToJson().Texts("email", "password") : form.ToJson().Texts("email").Passkey();
        body.Code("invitation");
        var answer = await page.SendAsync(Operations.Register, body: body.ToArray(), query: SignInSteps.Cookies(form));
        var path = page.Place!.Page;
        return GoOn(page, form, answer, path) ?? await ShowSignUpAsync(page, path, Trip.Of(form), form, Notice.Of(answer, page.Texts));
    }

    private static async Task<IResult> SignOutAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.Logout);
        return answer.IsSuccess ? page.GoTo("/account/sign-in?done=sign-out") : ErrorPage.Of(page, answer);
    }
}
