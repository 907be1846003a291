using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Factors;
using Cardea.Codes;
using Cardea.Factors;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Adds accounts that have a passkey and no password.</summary>
internal sealed class PasskeyRegistrations(OwnAccounts accounts, Registrations registrations, Passkeys passkeys, PasskeyQuestions questions)
{
    /// <summary>Asks a browser for the passkey of a new account. Nobody learns whether the address has an account already.</summary>
    /// <param name="address">The address, normalised.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<PasskeyOptionsResponse> AskAsync(string address, CancellationToken cancellationToken)
    {
        // The passkey keeps the id, so the account gets this id. The stored question remembers both.
        var question = await passkeys.AskForNewAsync(new() { Id = accounts.NewId().Value, Email = address });
        return await questions.KeepAsync(CodePurpose.AddPasskey, owner: null, question, cancellationToken);
    }

    /// <summary>Adds an account: of many requests at once with one address or one passkey, one adds it.</summary>
    /// <param name="email">The address, which must be the one of the question.</param>
    /// <param name="request">The answer of the passkey.</param>
    /// <param name="recoveryCodes">The hashes of the account's recovery codes.</param>
    /// <param name="invitation">The hash of the invitation's code, which is used up; null if the account needs no invitation.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The registration, and the passkey if an account was added.</returns>
    public async Task<(Registration Registration, Passkey? Passkey)> AddAsync(
        string? email, PasskeyRequest request, IReadOnlyList<string> recoveryCodes, CodeHash? invitation, CancellationToken cancellationToken)
    {
        var address = EmailAddress.Normalize(email);
        if (!await registrations.IsAdmittedAsync(address, invitation, cancellationToken))
        {
            return (new Registration.NotInvited(), null);
        }

        if (address is null)
        {
            return (new Registration.Invalid(Registrations.ErrorOf(email)), null);
        }

        if (await questions.TakeAsync(CodePurpose.AddPasskey, owner: null, request, cancellationToken) is not var (state, credential)
            || await passkeys.ReadNewAsync(credential, state) is not var (passkey, id, asked)
            || asked != address)
        {
            return (new Registration.PasskeyRefused(), null);
        }

        return (await accounts.AddAsync(new(id), address, passkey, recoveryCodes, invitation, cancellationToken), passkey);
    }
}
