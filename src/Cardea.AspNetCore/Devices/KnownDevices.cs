using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.Devices;
using Cardea.Tokens;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Devices;

/// <summary>Makes the browser of a request a known device of a user, by its cookie, where an answer has no body; and recognises the device later.</summary>
internal sealed class KnownDevices(IAccounts accounts, DeviceTokens tokens, DeviceCookie cookie)
{
    /// <summary>Gives the browser a token of the user's present device epoch. A user who is gone or disabled gets none.</summary>
    public async Task RememberAsync(UserId user, HttpContext context)
    {
        if (await accounts.FindAsync(user, context.RequestAborted) is { } account)
        {
            cookie.Add(context, tokens.Issue(account.Id, account.Epochs.Device));
        }
    }

    /// <summary>The user of an address whose known device sends the request; null for a stranger.</summary>
    /// <param name="address">The address, normalised.</param>
    /// <param name="caller">Who asks, with the device tokens.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<UserId?> RecogniseAsync(string address, Caller caller, CancellationToken cancellationToken) =>
        caller.DeviceTokens.Count > 0
        && await accounts.FindCredentialAsync(address, cancellationToken) is { } credential
        && tokens.Recognise(caller.DeviceTokens, credential.Owner, credential.DeviceEpoch) is not null
            ? credential.Owner
            : null;
}
