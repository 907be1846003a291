using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.External;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.SignIn;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.Keys;
using Cardea.Providers.Protocol;
using Cardea.Providers.Settings;
using Cardea.Tokens;
using Cardea.Validation.Problems;

namespace Cardea.Providers.SignIn;

/// <summary>Finds or makes the account of somebody who signed in at a provider, and begins the session.</summary>
internal sealed partial class ExternalSignIns(
    ProviderList providers,
    IExternalAccounts externals,
    IAccounts accounts,
    ICodeStore codes,
    SignIns signIns,
    PasswordCheck passwords,
    Quotas quotas,
    Postbox postbox,
    MasterKey masterKey,
    CardeaOptions options,
    TimeProvider clock)
{
    private const int MostTries = 5;

    /// <summary>Goes on after the provider, by the rules of the account.</summary>
    /// <param name="identity">Who signed in.</param>
    /// <param name="provedEmail">The address that the provider or a mailed code proved; null if none did.</param>
    /// <param name="sessionEpoch">The session epoch of the user when the provider's answer came; null if the user was not known then.</param>
    /// <param name="request">What the app asks for.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<ExternalOutcome> GoOnAsync(
        ExternalIdentity identity, string? provedEmail, (UserId User, long Epoch)? sessionEpoch, SignInRequest request, CancellationToken cancellationToken)
    {
        for (var tries = 1; tries <= MostTries; tries++)
        {
            if (await externals.FindByLoginAsync(identity.SignIn.Issuer, identity.SignIn.Subject, cancellationToken) is { } known)
            {
                return await SignInAsync(known, identity, SignInMethods.External, sessionEpoch, request, cancellationToken);
            }

            // The user was known when the answer came, and the login is gone since.
            if (sessionEpoch is not null)
            {
                return new ExternalOutcome.Refused(ContractProblem.InvalidCode);
            }

            var owner = provedEmail is null ? null : await externals.FindByAddressAsync(provedEmail, cancellationToken);
            var isAutomatic = providers.Find(identity.Provider)?.Options.Link == ProviderLink.Automatic;
            switch (ExternalChoices.Of(provedEmail, owner, isAutomatic))
            {
                case ExternalChoice.EmailRequired:
                    return new ExternalOutcome.Needs(ExternalRequired.Email(
                        await IssueAsync(CodePurpose.ExternalToken, owner: null, address: null, identity, request.Owner, cancellationToken), identity.Label));
                case ExternalChoice.LinkRequired:
                    return new ExternalOutcome.Needs(ExternalRequired.Link(
                        await IssueAsync(CodePurpose.LinkToken, owner!.Id, provedEmail, identity, request.Owner, cancellationToken), identity.Label));
                case ExternalChoice.ProofRequired:
                    return new ExternalOutcome.Needs(ExternalRequired.Proof(
                        await IssueAsync(CodePurpose.ExternalToken, owner!.Id, provedEmail, identity, request.Owner, cancellationToken),
                        identity.Label,
                        ["session", .. owner.HasPassword ? ["password"] : Array.Empty<string>(), .. externals.HasTakeOver ? ["take_over"] : Array.Empty<string>()]));
                case ExternalChoice.Link:
                    var linked = await externals.ChangeAsync(
                        owner!.Id,
                        request.Caller,
                        facts => ExternalTransitions.LinkAutomatically(facts, provedEmail!, identity.ToLogin(clock.GetUtcNow())),
                        code: null,
                        cancellationToken);
                    if (linked is LinkOutcome.Changed)
                    {
                        return await SignInAsync(owner.Id, identity, SignInMethods.External, sessionEpoch: null, request, cancellationToken);
                    }

                    break;
                case ExternalChoice.Register:
                    if (await RegisterAsync(identity, provedEmail!, request, cancellationToken) is { } outcome)
                    {
                        return outcome;
                    }

                    break;
                case ExternalChoice.Refused:
                default:
                    return new ExternalOutcome.Refused(ContractProblem.InvalidCredentials);
            }

            // Somebody else took the address or the login a moment ago: look again.
        }

        // The address is reserved for a user who can go back to it, or the account has as many links as it may have.
        await externals.TellOfReservationAsync(provedEmail, request.Caller, cancellationToken);
        return new ExternalOutcome.Refused(provedEmail is null ? ContractProblem.ExternalLoginTaken : ContractProblem.EmailTaken);
    }

    /// <summary>Takes the password of the account that has the address. The account is verified and linked then.</summary>
    public async Task<ExternalOutcome> ProveAsync(
        StoredCode token, PendingSignIn pending, string password, SignInRequest request, CancellationToken cancellationToken)
    {
        if (token is not { Owner: { } owner, Address: { } address } || !await codes.TryAsync(token, cancellationToken))
        {
            return new ExternalOutcome.Refused(ContractProblem.InvalidCode);
        }

        var outcome = await passwords.CheckAsync(address, password, request.Caller, cancellationToken);
        if (outcome is not PasswordOutcome.Right(var account) || account.Id != owner)
        {
            return new ExternalOutcome.Refused(outcome is PasswordOutcome.Refusal refusal ? refusal.ToProblem() : ContractProblem.InvalidCode);
        }

        var now = clock.GetUtcNow();
        var change = await externals.ChangeAsync(
            owner,
            request.Caller,
            facts => ExternalTransitions.VerifyAndLink(facts, address, account.SecurityStamp, pending.Identity.ToLogin(now), acting: null),
            token,
            cancellationToken);
        if (change is not LinkOutcome.Changed)
        {
            return new ExternalOutcome.Refused(ProblemOf(change));
        }

        var proved = pending.Identity with { SignIn = pending.Identity.SignIn with { AuthTime = now } };
        return await SignInAsync(owner, proved, [.. SignInMethods.Password, .. SignInMethods.External], sessionEpoch: null, request, cancellationToken);
    }

    /// <summary>Gives the account that was never verified to the person who proved its address. Every earlier way in is removed.</summary>
    public async Task<ExternalOutcome> TakeOverAsync(StoredCode token, PendingSignIn pending, SignInRequest request, CancellationToken cancellationToken)
    {
        if (token is not { Owner: { } owner, Address: { } address })
        {
            return new ExternalOutcome.Refused(ContractProblem.InvalidCode);
        }

        var change = await externals.ChangeAsync(
            owner,
            request.Caller,
            facts => ExternalTransitions.TakeOver(facts, address, pending.Identity.ToLogin(clock.GetUtcNow())),
            token,
            cancellationToken);
        return change is LinkOutcome.Changed
            ? await SignInAsync(owner, pending.Identity, SignInMethods.External, sessionEpoch: null, request, cancellationToken)
            : new ExternalOutcome.Refused(ProblemOf(change));
    }

    /// <summary>Links a provider's account to the account of a session whose owner has just signed in as before.</summary>
    public async Task<ExternalOutcome> ConfirmAsync(StoredCode token, PendingSignIn pending, ActingSession acting, Caller caller, CancellationToken cancellationToken)
    {
        if (token.Owner != acting.User || token.Address is not { } address)
        {
            // Somebody else's account: the token is void from now on.
            await codes.ConsumeAsync(token.Hash, token.Purpose, cancellationToken);
            return new ExternalOutcome.Refused(ContractProblem.InvalidCode);
        }

        var login = pending.Identity.ToLogin(clock.GetUtcNow());
        var change = await externals.ChangeAsync(
            acting.User,
            caller,
            facts => token.Purpose == CodePurpose.LinkToken
                ? ExternalTransitions.Link(facts, stampOfRequest: null, login, acting.Id)
                : ExternalTransitions.VerifyAndLink(facts, address, checkedStamp: null, login, acting.Id),
            token,
            cancellationToken);
        return change is LinkOutcome.Changed ? new ExternalOutcome.Linked() : new ExternalOutcome.Refused(ProblemOf(change));
    }

    /// <summary>Links the account of an attempt that the session itself began.</summary>
    public async Task<ExternalOutcome> LinkAsync(AttemptResult result, ActingSession acting, Caller caller, CancellationToken cancellationToken)
    {
        var change = await externals.ChangeAsync(
            acting.User,
            caller,
            facts => ExternalTransitions.Link(facts, result.Attempt.Session?.Stamp, result.Identity.ToLogin(clock.GetUtcNow()), acting.Id),
            code: null,
            cancellationToken);
        return change is LinkOutcome.Changed ? new ExternalOutcome.Linked() : new ExternalOutcome.Refused(ProblemOf(change));
    }

    private async Task<ExternalOutcome> SignInAsync(
        UserId user,
        ExternalIdentity identity,
        IReadOnlyList<string> amr,
        (UserId User, long Epoch)? sessionEpoch,
        SignInRequest request,
        CancellationToken cancellationToken)
    {
        // A disabled account gets the answer of a wrong password.
        if (await accounts.FindAsync(user, cancellationToken) is not { } account || (sessionEpoch is var (known, _) && known != user))
        {
            return new ExternalOutcome.Refused(ContractProblem.InvalidCredentials);
        }

        var epochs = sessionEpoch is var (_, epoch) ? account.Epochs with { Session = epoch } : account.Epochs;
        return new ExternalOutcome.GoesOn(await signIns.GoOnAsync(
            account with { Epochs = epochs, Provider = identity.SignIn }, amr, request.Device, request.Audience, request.Caller, cancellationToken));
    }

    private async Task<ExternalOutcome?> RegisterAsync(ExternalIdentity identity, string address, SignInRequest request, CancellationToken cancellationToken)
    {
        if (options.Registration == RegistrationMode.Closed)
        {
            return new ExternalOutcome.Refused(ContractProblem.RegistrationClosed);
        }

        var login = identity.ToLogin(clock.GetUtcNow());
        return await AddAsync(address, login, request.Caller, cancellationToken) switch
        {
            Registration.Registered(var account) => new ExternalOutcome.GoesOn(await signIns.BeginAsync(
                account with { Provider = identity.SignIn }, SignInMethods.External, request.Device, request.Audience, request.Caller, SecurityEventKind.Registered, cancellationToken)),
            Registration.Invalid(var errors) => new ExternalOutcome.Refused(ContractProblem.Invalid(errors)),
            Registration.NotInvited => new ExternalOutcome.Refused(ContractProblem.RegistrationClosed),
            Registration.TooMany(var pause) => new ExternalOutcome.Refused(ContractProblem.TooManyAttempts(pause)),
            _ => null,
        };
    }

    private async Task<string> IssueAsync(
        CodePurpose purpose, UserId? owner, string? address, ExternalIdentity identity, AttemptOwner began, CancellationToken cancellationToken)
    {
        var token = OneTimeCode.Create();
        await codes.IssueAsync(
            new(token.Hash, purpose, owner, address, new PendingSignIn(identity, began, SealedCode: null).ToJson(), clock.GetUtcNow() + OneTimeCode.LifetimeOf(purpose)),
            mail: null,
            cancellationToken);
        return token.Reveal();
    }

    private static Problem ProblemOf(LinkOutcome outcome) => outcome switch
    {
        LinkOutcome.LoginTaken => ContractProblem.ExternalLoginTaken,
        LinkOutcome.ActorRefused => Problem.InvalidToken,
        _ => ContractProblem.InvalidCode,
    };
}
