using Cardea.Accounts;
using Cardea.Codes;

namespace Cardea.PostgreSql;

internal sealed partial class PostgreSqlAccountStore
{
    // Of many who use one invitation at once, the others wait for the first, and see the row again if it was rolled back.
    public Task<InvitedAddition> AddInvitedAsync(CardeaUser user, CodeHash? invitation, CancellationToken cancellationToken) =>
        InTransactionAsync(
            async transaction =>
            {
                if (await transaction.RunAsync(Invitations.Consume(user.Email, invitation, clock)) == 0)
                {
                    return InvitedAddition.NotInvited;
                }

                return await AddAsync(transaction, user) ? InvitedAddition.Added : transaction.Undo(InvitedAddition.Taken);
            },
            cancellationToken);
}
