using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.Devices;
using Cardea.Tokens;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Devices;

/// <summary>Makes the browser of a request a known device of a user, by its cookie. For answers that have no body.</summary>
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
}
