using Cardea.Accounts;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Accounts;

/// <summary>The last step of a removal: the account is gone by then, whatever becomes of this.</summary>
internal static class Erasure
{
    /// <summary>Erases what is personal, or leaves it to the sweep: when the store fails, and when the caller no longer waits.</summary>
    /// <param name="accounts">The store that the user was removed from.</param>
    /// <param name="id">The user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task EraseOrLeaveAsync(this IAccountStore accounts, UserId id, CancellationToken cancellationToken)
    {
        try
        {
            await accounts.EraseAsync(id, cancellationToken);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
        {
            // It is noted in the store, and the next sweep erases it.
        }
    }
}
