using Cardea.Client.Issuers;
using Cardea.Client.Rotation;

namespace Cardea.Client;

/// <content>Signing up, in and out.</content>
public sealed partial class CardeaClient
{
    /// <summary>Creates an account, and signs in.</summary>
    /// <param name="email">The e-mail address.</param>
    /// <param name="password">The password.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether the user is signed in, or must add a second factor first.</returns>
    public async Task<SignInOutcome> SignUpAsync(string email, string password, CancellationToken cancellationToken = default)
    {
        await _sessions.SendSignOutsAsync(_store, cancellationToken);
        var request = new PasswordRequest { Email = email, Password = password, Device = _options.Device };
        return await SignInAsync(() => _issuer.PostAsync("/auth/register", request, IssuerJson.Default.PasswordRequest, accessToken: null, cancellationToken));
    }

    /// <summary>Signs in by password. A session that the store has is signed out.</summary>
    /// <param name="email">The e-mail address.</param>
    /// <param name="password">The password.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether the user is signed in, or what is due before: a second factor, or adding one.</returns>
    public async Task<SignInOutcome> SignInAsync(string email, string password, CancellationToken cancellationToken = default)
    {
        await _sessions.SendSignOutsAsync(_store, cancellationToken);
        var known = await _sessions.ReadAsync(_store, cancellationToken);
        var request = new PasswordRequest
        {
            Email = email,
            Password = password,
            Device = _options.Device,
            DeviceToken = known.DeviceToken,
            TrustToken = known.TrustToken,
        };
        return await SignInAsync(() => _issuer.PostAsync("/auth/login", request, IssuerJson.Default.PasswordRequest, accessToken: null, cancellationToken));
    }

    /// <summary>Finishes a sign-in, or <see cref="ReauthenticateAsync"/>, by the second factor.</summary>
    /// <param name="step">What the first step returned. It is good for five minutes.</param>
    /// <param name="code">The code of the authenticator app, or a recovery code.</param>
    /// <param name="trustDevice">Whether the next sign-ins on this device need no second factor, for as long as the issuer says.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task FinishSignInAsync(
        SignInOutcome.SecondFactorRequired step, string code, bool trustDevice = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.IsProof)
        {
            (await _account.ExchangeAsync(
                _store,
                (refreshToken, _, limit) => _issuer.PostAsync(
                    "/auth/mfa",
                    new SecondFactorRequest { MfaToken = step.MfaToken, Code = code, RefreshToken = refreshToken },
                    IssuerJson.Default.SecondFactorRequest,
                    accessToken: null,
                    limit),
                cancellationToken)).ThrowIfRefused();
            return;
        }

        var known = await _sessions.ReadAsync(_store, cancellationToken);
        var request = new SecondFactorRequest { MfaToken = step.MfaToken, Code = code, DeviceToken = known.DeviceToken, TrustDevice = trustDevice ? true : null };
        await SignInAsync(() => _issuer.PostAsync("/auth/mfa", request, IssuerJson.Default.SecondFactorRequest, accessToken: null, cancellationToken));
    }

    /// <summary>Asks for a mail with a link that signs in. The answer is the same whether or not there is such an account.</summary>
    /// <param name="email">The e-mail address.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>What <see cref="SignInByLinkAsync"/> needs beside the token of the link. Keep it until then.</returns>
    public async Task<SignInLink> RequestLinkAsync(string email, CancellationToken cancellationToken = default)
    {
        var answer = await _issuer.PostAsync("/auth/link", new LinkRequest { Email = email }, IssuerJson.Default.LinkRequest, accessToken: null, cancellationToken);
        return new(answer.Read(IssuerJson.Default.LinkAnswer).BrowserToken);
    }

    /// <summary>Signs in by a mailed link.</summary>
    /// <param name="link">What <see cref="RequestLinkAsync"/> returned on this device.</param>
    /// <param name="token">The token of the link in the mail.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether the user is signed in, or what is due before: a second factor, or adding one.</returns>
    public async Task<SignInOutcome> SignInByLinkAsync(SignInLink link, string token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        await _sessions.SendSignOutsAsync(_store, cancellationToken);
        var known = await _sessions.ReadAsync(_store, cancellationToken);
        var request = new LinkSignInRequest { Token = token, BrowserToken = link.BrowserToken, Device = _options.Device, TrustToken = known.TrustToken };
        return await SignInAsync(() => _issuer.PostAsync("/auth/link/sign-in", request, IssuerJson.Default.LinkSignInRequest, accessToken: null, cancellationToken));
    }

    /// <summary>Proves again who the user is, by password. Some changes of an account need a proof within the last minutes.</summary>
    /// <param name="password">The password.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether the proof is complete, or a second factor is due: finish it by <see cref="FinishSignInAsync"/>.</returns>
    public Task<SignInOutcome> ReauthenticateAsync(string password, CancellationToken cancellationToken = default) =>
        ProveAsync(refreshToken => new() { Password = password, RefreshToken = refreshToken }, cancellationToken);

    /// <summary>Mails a code for <see cref="ReauthenticateByCodeAsync"/>. For users without a password.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task RequestReauthenticationCodeAsync(CancellationToken cancellationToken = default) =>
        _account.SendAsync(_store, HttpMethod.Post, "/auth/reauthenticate/code", body: null, cancellationToken);

    /// <summary>Proves again who the user is, by a mailed code.</summary>
    /// <param name="code">The code of the mail that <see cref="RequestReauthenticationCodeAsync"/> has sent.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether the proof is complete, or a second factor is due: finish it by <see cref="FinishSignInAsync"/>.</returns>
    public Task<SignInOutcome> ReauthenticateByCodeAsync(string code, CancellationToken cancellationToken = default) =>
        ProveAsync(refreshToken => new() { Code = code, RefreshToken = refreshToken }, cancellationToken);

    /// <summary>
    /// Signs out. Without a network, <see cref="SignOutScope.ThisDevice"/> works all the same: the issuer is told at the next
    /// sign-in or <see cref="GetStateAsync"/>.
    /// </summary>
    /// <param name="scope">Which sessions of the user are ended.</param>
    /// <param name="cancellationToken">Cancels the wait for the issuer. On this device, the user is signed out all the same.</param>
    /// <exception cref="CardeaClientException">The store can't be written, or other sessions could not be ended.</exception>
    public async Task SignOutAsync(SignOutScope scope = SignOutScope.ThisDevice, CancellationToken cancellationToken = default)
    {
        switch (scope)
        {
            case SignOutScope.OtherDevices:
                await _account.SendAsync(_store, HttpMethod.Post, "/auth/logout-others", body: null, cancellationToken);
                break;
            case SignOutScope.AllDevices:
                await _account.SendAsync(_store, HttpMethod.Post, "/auth/logout-all", body: null, cancellationToken);
                await _sessions.EndAsync(_store, isKnown: true);
                break;
            case SignOutScope.ThisDevice:
                await _sessions.EndAsync(_store, isKnown: false);
                await _sessions.SendSignOutsAsync(_store, cancellationToken);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(scope), scope, "There is no such scope.");
        }
    }

    private async Task<SignInOutcome> ProveAsync(Func<string, ReauthenticationRequest> request, CancellationToken cancellationToken)
    {
        var answer = await _account.ExchangeAsync(
            _store,
            (refreshToken, accessToken, limit) => _issuer.PostAsync(
                "/auth/reauthenticate", request(refreshToken), IssuerJson.Default.ReauthenticationRequest, accessToken, limit),
            cancellationToken);
        return NextStep(answer, isProof: true) ?? new SignInOutcome.SignedIn(answer.Read(IssuerJson.Default.TokenAnswer).SessionId);
    }

    private async Task<SignInOutcome> SignInAsync(Func<Task<IssuerAnswer>> send, string? verifier = null)
    {
        var sent = Instant.Now(_clock);
        var answer = await send();
        if ((NextStep(answer, isProof: false) ?? StepOf(answer, verifier)) is { } step)
        {
            return step;
        }

        var tokens = answer.Read(IssuerJson.Default.TokenAnswer);
        await _sessions.BeginAsync(_store, tokens, sent);
        return new SignInOutcome.SignedIn(tokens.SessionId) { Notices = tokens.Notices ?? [] };
    }

    private static SignInOutcome? NextStep(IssuerAnswer answer, bool isProof) => answer.Problem switch
    {
        { Code: "mfa_required", MfaToken: { } token } problem => new SignInOutcome.SecondFactorRequired(token, problem.Methods ?? [], isProof),
        { Code: "enrolment_required", EnrolToken: { } token } problem =>
            new SignInOutcome.EnrolmentRequired(token, problem.Methods ?? [], problem.MailCodeRequired),
        _ => null,
    };
}
