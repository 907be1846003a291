using System.Text.Json;
using Cardea.AspNetCore;
using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.SignIn;

/// <summary>What follows an answer of signing in: the account, the second factor, or the first one to add.</summary>
internal static class SignInSteps
{
    /// <summary>The step begins a session.</summary>
    public const string SignIn = "sign-in";

    /// <summary>The step proves again who the user is. The session goes on.</summary>
    public const string Reauthenticate = "reauthenticate";

    /// <summary>The query that asks for cookies.</summary>
    /// <param name="form">The form. Its box <c>stay</c> keeps the session when the browser is closed.</param>
    public static string Cookies(PageForm form) => form["step"] == Reauthenticate ? "" : Cookies(Trip.Of(form));

    /// <summary>The query that asks for cookies.</summary>
    /// <param name="trip">What the sign-in carries.</param>
    public static string Cookies(Trip trip) => trip.Stay is null ? "?useSessionCookies=true" : "?useCookies=true";

    /// <summary>Goes on after an answer.</summary>
    /// <param name="page">The request.</param>
    /// <param name="trip">What the next step must know.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="step">What the sign-in is for.</param>
    /// <returns>The next page; null after a refusal, which the page of the form shows.</returns>
    public static IResult? GoOn(PageContext page, Trip trip, ContractAnswer answer, string step = SignIn)
    {
        if (answer.IsSuccess)
        {
            return answer.Read(CardeaJsonContext.Default.TokenResponse).RecoveryCodes is { Count: > 0 } codes
                ? ShowCodes(page, codes, Returning.Next(page, trip.Return))
                : Returning.GoOn(page, trip.Return);
        }

        return answer.Code switch
        {
            "mfa_required" => AskForFactor(page, trip, answer, step),
            "enrolment_required" => AskToEnrol(page, trip, answer),
            _ => null,
        };
    }

    /// <summary>Shows new recovery codes.</summary>
    public static IResult ShowCodes(PageContext page, IReadOnlyList<string> codes, string next)
    {
        var view = new RecoveryCodesView(page, codes, next);
        return new PageResult(new Slices_RecoveryCodes { Model = view }, view);
    }

    private static PageResult AskForFactor(PageContext page, Trip trip, ContractAnswer answer, string step)
    {
        var due = answer.Read(CardeaJsonContext.Default.MfaRequired);
        var view = new SecondFactorView(page)
        {
            Token = due.MfaToken,
            Methods = due.Methods,
            PasskeyOptions = due.Passkey is { ValueKind: JsonValueKind.Object } options ? options.GetRawText() : null,
            Step = step,
            Trip = trip,
        };
        return new(new Slices_SecondFactor { Model = view }, view);
    }

    private static PageResult AskToEnrol(PageContext page, Trip trip, ContractAnswer answer)
    {
        var due = answer.Read(CardeaJsonContext.Default.EnrolmentRequired);
        return EnrolPages.Show(new(page)
        {
            Token = due.EnrolToken,
            Methods = due.Methods,
            MailCodeRequired = due.MailCodeRequired,
            Trip = trip,
        });
    }
}
