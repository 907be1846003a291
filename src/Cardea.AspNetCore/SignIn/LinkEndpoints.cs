using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.Tokens;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Signing in by a link that is mailed, in the browser that asked for it.</summary>
internal static class LinkEndpoints
{
    private static readonly TimeSpan Lifetime = OneTimeCode.LifetimeOf(CodePurpose.SignIn);

    public static void Map(IEndpointRouteBuilder auth)
    {
        var link = auth.MapGroup("/link");
        link.MapPost("", AskAsync)
            .WithSummary("Mails a link that signs in, if there is such an account")
            .Produces<LinkResponse>(StatusCodes.Status202Accepted);
        link.MapPost("/sign-in", SignInAsync)
            .WithSummary("Signs in by the code of a mailed link")
            .Produces<MfaRequired>(StatusCodes.Status403Forbidden, ProblemMetadata.ContentType)
            .Refuses(StatusCodes.Status401Unauthorized);
    }

    private static async Task<JsonHttpResult<LinkResponse>> AskAsync(
        EmailRequest request, ICodeStore codes, Guesses guesses, Postbox postbox, TimeProvider clock, HttpContext context)
    {
        var browser = OneTimeCode.Create();
        if (EmailAddress.Normalize(request.Email) is { } address && await guesses.MayMailAsync(address, context))
        {
            var code = OneTimeCode.Create();
            await codes.IssueByAddressAsync(
                new(CodeHash.Of(code.Reveal(), browser.Reveal()), CodePurpose.SignIn, Owner: null, address, State: null, clock.GetUtcNow() + Lifetime),
                postbox.WriteCode(MailKind.SignInLink, recipient: null, address, "sign-in", code.Reveal(), Lifetime, context),
                context.RequestAborted);
            postbox.Wake();
        }

        return TypedResults.Json(
            new LinkResponse { BrowserToken = browser.Reveal() }, CardeaJsonContext.Default.LinkResponse, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<Results<Ok<TokenResponse>, MfaRequired, Problem>> SignInAsync(
        LinkRequest request,
        ICodeStore codes,
        IAccounts accounts,
        AccountChanges changes,
        SecurityLog log,
        SecondFactorStep secondFactor,
        SignIns signIns,
        HttpContext context)
    {
        if (!DeviceName.TryRead(request.Device, out var device))
        {
            return DeviceName.Refusal();
        }

        var hash = CodeHash.Of(request.Token ?? "", request.BrowserToken ?? "");
        if (await codes.ConsumeAsync(hash, CodePurpose.SignIn, context.RequestAborted) is not { Owner: { } owner, Address: { } address } code
            || await ShowAsync(changes, log, owner, address, context) is not { } ends
            || await accounts.FindAsync(owner, context.RequestAborted) is not { } account)
        {
            return ContractProblem.InvalidCode;
        }

        // The sign-in began when the link was asked for: an end of all sessions since then, but for its own, ends this one too.
        account = account with { SessionEpoch = code.SessionEpoch + ends };

        if (account.SecondFactors.Count > 0)
        {
            return await secondFactor.AskAsync(account, SignInMethods.MailedCode, device, renews: null, context);
        }

        return await signIns.BeginAsync(account, SignInMethods.MailedCode, device, context) is { } tokens
            ? TypedResults.Ok(TokenResponse.Of(tokens))
            : ContractProblem.InvalidCode;
    }

    // The first time that the address shows to be theirs, whoever registered it is shown out, and their password with them.
    // Returns how often that has ended all sessions; null when the address is not theirs.
    private static async Task<int?> ShowAsync(AccountChanges changes, SecurityLog log, UserId owner, string address, HttpContext context)
    {
        var isTheirs = false;
        var happened = log.Of(SecurityEventKind.EmailVerified, owner, session: null, context);
        var update = await changes.ApplyAsync(
            owner,
            asked =>
            {
                isTheirs = asked.User.Email == address && asked.User.DisabledAt is null;
                if (!isTheirs || asked.User.EmailVerified)
                {
                    return null;
                }

                asked.User.PasswordHash = null;
                asked.User.SecurityStamp = CardeaUser.NewStamp();
                return asked.TakeOver() with { Ends = new(EndReason.PasswordChanged, Except: null), Event = happened };
            },
            context.RequestAborted);
        if (update is AccountUpdate.Updated)
        {
            log.Saw(happened);
        }

        return isTheirs ? (update is AccountUpdate.Updated ? 1 : 0) : null;
    }
}
