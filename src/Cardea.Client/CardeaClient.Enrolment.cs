using Cardea.Client.Issuers;

namespace Cardea.Client;

/// <content>Adding the second factor that a sign-in asks for.</content>
public sealed partial class CardeaClient
{
    /// <summary>Mails the code that <see cref="BeginEnrolmentAsync"/> needs where the step says so.</summary>
    /// <param name="step">What the sign-in returned. It is good for fifteen minutes.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task RequestEnrolmentCodeAsync(SignInOutcome.EnrolmentRequired step, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(step);
        var request = new EnrolmentRequest { EnrolToken = step.EnrolToken };
        (await _issuer.PostAsync("/auth/enrolment/code", request, IssuerJson.Default.EnrolmentRequest, accessToken: null, cancellationToken)).ThrowIfRefused();
    }

    /// <summary>Begins to add an authenticator app. Show the user the key.</summary>
    /// <param name="step">What the sign-in returned.</param>
    /// <param name="mailCode">The mailed code, where the step asks for one.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>What the app takes.</returns>
    public async Task<AuthenticatorKey> BeginEnrolmentAsync(SignInOutcome.EnrolmentRequired step, string? mailCode = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(step);
        var request = new EnrolmentRequest { EnrolToken = step.EnrolToken, MailCode = mailCode };
        return (await _issuer.PostAsync("/auth/totp", request, IssuerJson.Default.EnrolmentRequest, accessToken: null, cancellationToken))
            .Read(IssuerJson.Default.AuthenticatorKey);
    }

    /// <summary>Adds the authenticator app, and signs in.</summary>
    /// <param name="step">What the sign-in returned.</param>
    /// <param name="code">A code of the app.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The recovery codes. Show them to the user: the issuer sends them only this once.</returns>
    public async Task<IReadOnlyList<string>> FinishEnrolmentAsync(SignInOutcome.EnrolmentRequired step, string code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(step);
        IReadOnlyList<string> codes = [];
        var request = new EnrolmentRequest { EnrolToken = step.EnrolToken, Code = code };
        await SignInAsync(async () =>
        {
            var answer = await _issuer.PostAsync("/auth/totp/confirm", request, IssuerJson.Default.EnrolmentRequest, accessToken: null, cancellationToken);
            codes = answer.IsSuccess ? answer.Read(IssuerJson.Default.TokenAnswer).RecoveryCodes ?? [] : [];
            return answer;
        });
        return codes;
    }
}
