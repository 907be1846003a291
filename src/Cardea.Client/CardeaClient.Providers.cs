using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Cardea.Client.Issuers;

namespace Cardea.Client;

/// <content>Signing in with Google, Microsoft, Apple, GitHub or another provider.</content>
public sealed partial class CardeaClient
{
    /// <summary>
    /// Signs in with a provider, in the system's browser. The browser comes back with a code that only this call can exchange.
    /// </summary>
    /// <param name="provider">The name of the provider in the issuer's settings, such as <c>google</c>.</param>
    /// <param name="returnUrl">The address of this app, in the issuer's <c>Cardea:ReturnUrls</c>: on <c>http://127.0.0.1</c>, or one that the app claims.</param>
    /// <param name="browse">Opens an address in the system's browser, and returns the address at which the app was called back.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether the user is signed in, or what is due.</returns>
    /// <exception cref="CardeaClientException">The user cancelled (<c>access_denied</c>), or the provider or the issuer refused.</exception>
    public async Task<SignInOutcome> SignInWithProviderAsync(
        string provider, Uri returnUrl, Func<Uri, CancellationToken, Task<Uri>> browse, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(returnUrl);
        ArgumentNullException.ThrowIfNull(browse);
        await _sessions.SendSignOutsAsync(_store, cancellationToken);
        var (verifier, state) = (CreateSecret(), CreateSecret());
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var begin = new Uri(
            $"{_options.Issuer}/auth/external/{Uri.EscapeDataString(provider)}"
            + $"?returnUrl={Uri.EscapeDataString(returnUrl.OriginalString)}&codeChallenge={challenge}&state={state}");
        var came = ReadQuery(await browse(begin, cancellationToken));
        if (came.GetValueOrDefault("state") != state)
        {
            throw new CardeaClientException("invalid_state", "The browser came back from another sign-in: begin again.");
        }

        if (came.GetValueOrDefault("code") is not { } code)
        {
            throw new CardeaClientException(came.GetValueOrDefault("error") ?? "external_sign_in_failed", "The sign-in with the provider failed, or the user cancelled it.");
        }

        var request = new ProviderExchangeRequest
        {
            Code = code,
            CodeVerifier = verifier,
            Device = _options.Device,
            DeviceToken = (await _sessions.ReadAsync(_store, cancellationToken)).DeviceToken,
        };
        return await SignInAsync(
            () => _issuer.PostAsync("/auth/external/exchange", request, IssuerJson.Default.ProviderExchangeRequest, accessToken: null, cancellationToken), verifier);
    }

    /// <summary>Gets the nonce that the provider's own SDK must put into the id token.</summary>
    /// <param name="provider">The name of the provider.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A nonce for one sign-in, for 15 minutes.</returns>
    public async Task<string> GetProviderNonceAsync(string provider, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(provider);
        var answer = await _issuer.PostAsync(
            $"/auth/external/{Uri.EscapeDataString(provider)}/nonce", new NonceRequest(), IssuerJson.Default.NonceRequest, accessToken: null, cancellationToken);
        return answer.Read(IssuerJson.Default.NonceAnswer).Nonce;
    }

    /// <summary>Signs in with the id token that the provider's own SDK gave to this app.</summary>
    /// <param name="provider">The name of the provider.</param>
    /// <param name="idToken">The id token.</param>
    /// <param name="nonce">What <see cref="GetProviderNonceAsync"/> returned.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether the user is signed in, or what is due.</returns>
    public async Task<SignInOutcome> SignInWithIdTokenAsync(string provider, string idToken, string nonce, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(provider);
        await _sessions.SendSignOutsAsync(_store, cancellationToken);
        var request = new IdTokenRequest
        {
            IdToken = idToken,
            Nonce = nonce,
            Device = _options.Device,
            DeviceToken = (await _sessions.ReadAsync(_store, cancellationToken)).DeviceToken,
        };
        return await SignInAsync(
            () => _issuer.PostAsync(
                $"/auth/external/{Uri.EscapeDataString(provider)}/id-token", request, IssuerJson.Default.IdTokenRequest, accessToken: null, cancellationToken),
            verifier: nonce);
    }

    /// <summary>Gives an address to a sign-in whose provider proves none. The answer is the same whether or not there is such an account.</summary>
    /// <param name="step">What the sign-in returned.</param>
    /// <param name="email">The address, to which a code is mailed.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task SendProviderAddressAsync(SignInOutcome.ProviderStepRequired step, string email, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(step);
        (await CompleteAsync(new() { ExternalToken = step.Token, CodeVerifier = step.CodeVerifier, Email = email }, cancellationToken)).ThrowIfRefused();
    }

    /// <summary>Finishes a sign-in by the eight digits of the mail.</summary>
    /// <inheritdoc cref="ProveProviderAccountAsync" path="/returns"/>
    /// <param name="step">What the sign-in returned.</param>
    /// <param name="code">The digits.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<SignInOutcome> FinishProviderSignInAsync(SignInOutcome.ProviderStepRequired step, string code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(step);
        return CompleteSignInAsync(step, new() { ExternalToken = step.Token, CodeVerifier = step.CodeVerifier, Code = code }, cancellationToken);
    }

    /// <summary>Proves the account of the address by its password. The account is verified and linked then.</summary>
    /// <param name="step">What the sign-in returned.</param>
    /// <param name="password">The password of the account.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether the user is signed in, or what is due.</returns>
    public Task<SignInOutcome> ProveProviderAccountAsync(SignInOutcome.ProviderStepRequired step, string password, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(step);
        return CompleteSignInAsync(step, new() { ExternalToken = step.Token, CodeVerifier = step.CodeVerifier, Password = password }, cancellationToken);
    }

    /// <summary>Takes over the account of the address, which was never verified. Every earlier way into the account is removed: ask the user first.</summary>
    /// <inheritdoc cref="ProveProviderAccountAsync" path="/returns"/>
    /// <param name="step">What the sign-in returned.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<SignInOutcome> TakeOverProviderAccountAsync(SignInOutcome.ProviderStepRequired step, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(step);
        return CompleteSignInAsync(step, new() { ExternalToken = step.Token, CodeVerifier = step.CodeVerifier, TakeOver = true }, cancellationToken);
    }

    /// <summary>Links the provider's account to the account of the user, who has signed in as before. Ask the user first.</summary>
    /// <param name="step">What the sign-in with the provider returned.</param>
    /// <param name="password">The password of the account, where the access token is for APIs only.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task LinkProviderAsync(SignInOutcome.ProviderStepRequired step, string? password = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(step);
        var request = new ProviderLinkRequest { LinkToken = step.Token, CodeVerifier = step.CodeVerifier, Password = password };
        (await _issuer.PostAsync(
            "/auth/external/confirm", request, IssuerJson.Default.ProviderLinkRequest, await GetAccessTokenAsync(cancellationToken: cancellationToken), cancellationToken)).ThrowIfRefused();
    }

    private async Task<SignInOutcome> CompleteSignInAsync(SignInOutcome.ProviderStepRequired step, ProviderCompleteRequest request, CancellationToken cancellationToken)
    {
        await _sessions.SendSignOutsAsync(_store, cancellationToken);
        return await SignInAsync(() => CompleteAsync(request, cancellationToken), step.CodeVerifier);
    }

    private Task<IssuerAnswer> CompleteAsync(ProviderCompleteRequest request, CancellationToken cancellationToken) =>
        _issuer.PostAsync("/auth/external/complete", request, IssuerJson.Default.ProviderCompleteRequest, accessToken: null, cancellationToken);

    private static SignInOutcome.ProviderStepRequired? StepOf(IssuerAnswer answer, string? verifier) => answer.Problem switch
    {
        { Code: "link_required", LinkToken: { } token } problem => new(ProviderStep.Link, token, verifier, problem.Account, []),
        { Code: "email_required", ExternalToken: { } token } problem => new(ProviderStep.Email, token, verifier, problem.Account, []),
        { Code: "proof_required", ExternalToken: { } token } problem => new(ProviderStep.Proof, token, verifier, problem.Account, problem.Methods ?? []),
        _ => null,
    };

    private static Dictionary<string, string> ReadQuery(Uri address) => address.Query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(static pair => pair.Split('=', 2))
        .Where(static pair => pair.Length == 2)
        .DistinctBy(static pair => pair[0])
        .ToDictionary(static pair => pair[0], static pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')), StringComparer.Ordinal);

    private static string CreateSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
