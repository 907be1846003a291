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
    private const string Title = "sign-in.title";
    private const string SignUpTitle = "sign-up.title";

    public static void Map(PageRoutes pages)
    {
        pages.MapPage("/", StartAsync);
        pages.MapPage(Path, ShowAsync);
        pages.MapForm(Path, FormPlace.OfAnybody(Path), SignInAsync);
        pages.MapForm("/account/second-factor", FormPlace.OfAnybody(Path), ProveAsync);
        pages.MapForm("/account/passkey", FormPlace.OfAnybody(Path), UsePasskeyAsync);
        pages.MapPage(SignUp, ShowSignUpAsync);
        pages.MapForm(SignUp, FormPlace.OfAnybody(SignUp), SignUpAsync);
        pages.MapPage("/account/invitation", static page => ShowSignUpAsync(page, Trip.Begin(back: null), email: null, invitation: "", notice: null));
        pages.MapForm("/account/sign-out", FormPlace.OfUser("/account"), SignOutAsync);
    }

    private static async Task<IResult> StartAsync(PageContext page) =>
        await page.SendAsync(Operations.Me) switch
        {
            { IsSuccess: true } => page.GoTo("/account/devices"),
            { Status: StatusCodes.Status401Unauthorized } refused => page.GoTo(Returning.IsReuse(refused) ? $"/account/sign-in?error={refused.Code}" : "/account/sign-in"),
            var answer => ErrorPage.Of(page, answer),
        };

    private static Task<IResult> ShowAsync(PageContext page) => ShowAsync(page, Trip.Begin(page.Query("return")), email: null, Notice.Of(page));

    private static async Task<IResult> ShowAsync(PageContext page, Trip trip, string? email, Notice? notice)
    {
        var view = new SignInView(page, Title, trip) { Email = email, Providers = await page.ProvidersAsync(), Notice = notice };
        return new PageResult(new Slices_SignIn { Model = view }, view);
    }

    private static async Task<IResult> SignInAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.Login, body: form.ToJson().Texts("email", "password").ToArray(), query: SignInSteps.Cookies(form));
        return SignInSteps.GoOn(page, Trip.Of(form), answer) ?? await ShowAsync(page, Trip.Of(form), form["email"], Notice.Of(answer, page.Texts));
    }

    private static async Task<IResult> UsePasskeyAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(
            Operations.PasskeySignIn, body: form.ToJson().Texts("token").Credential().ToArray(), query: SignInSteps.Cookies(form));
        return SignInSteps.GoOn(page, Trip.Of(form), answer) ?? await ShowAsync(page, Trip.Of(form), email: null, Notice.Of(answer, page.Texts));
    }

    /// <summary>Takes the second factor, for a sign-in and for a new proof of who the user is.</summary>
    public static async Task<IResult> ProveAsync(PageContext page, PageForm form)
    {
        var body = form.ToJson().Texts("mfaToken", "code").Flag("trustDevice").Credential().ToArray();
        var answer = await page.SendAsync(Operations.SecondFactor, body: body, query: SignInSteps.Cookies(form));
        if (SignInSteps.GoOn(page, Trip.Of(form), answer) is { } next)
        {
            return next;
        }

        // A wrong code can be typed again. All else ends this sign-in.
        if (answer.Code is not ("invalid_second_factor" or "too_many_attempts"))
        {
            return await ShowAsync(page, Trip.Of(form), email: null, Notice.Of(answer, page.Texts));
        }

        var view = new SecondFactorView(page)
        {
            Token = form["mfaToken"] ?? "",
            Methods = form["methods"]?.Split(' ') ?? [],
            PasskeyOptions = form["options"],
            Step = form["step"] ?? SignInSteps.SignIn,
            Trip = Trip.Of(form),
            Notice = Notice.Of(answer, page.Texts),
        };
        return new PageResult(new Slices_SecondFactor { Model = view }, view);
    }

    private static Task<IResult> ShowSignUpAsync(PageContext page) =>
        page.Options.Registration == RegistrationMode.Open
            ? ShowSignUpAsync(page, Trip.Begin(page.Query("return")), email: null, invitation: null, notice: null)
            : Task.FromResult(ErrorPage.Of(page, ContractProblem.RegistrationClosed));

    private static async Task<IResult> ShowSignUpAsync(PageContext page, Trip trip, string? email, string? invitation, Notice? notice)
    {
        var view = new SignInView(page, SignUpTitle, trip) { Email = email, Invitation = invitation, Providers = await page.ProvidersAsync(), Notice = notice };
        return new PageResult(new Slices_SignUp { Model = view }, view);
    }

    private static async Task<IResult> SignUpAsync(PageContext page, PageForm form)
    {
        // Either a passkey, which the script has asked the browser for, or a password.
        var body = form["credential"] is null ? form.ToJson().Texts("email", "password") : form.ToJson().Texts("email").Passkey();
        body.Code("invitation");
        var answer = await page.SendAsync(Operations.Register, body: body.ToArray(), query: SignInSteps.Cookies(form));
        return SignInSteps.GoOn(page, Trip.Of(form), answer) ?? await ShowSignUpAsync(page, Trip.Of(form), form["email"], form["invitation"], Notice.Of(answer, page.Texts));
    }

    private static async Task<IResult> SignOutAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.Logout);
        return answer.IsSuccess ? page.GoTo("/account/sign-in?done=sign-out") : ErrorPage.Of(page, answer);
    }
}
