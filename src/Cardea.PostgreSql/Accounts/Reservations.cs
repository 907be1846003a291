using Cardea.Accounts;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Addresses that are reserved for users who can undo a change of address.</summary>
internal static class Reservations
{
    /// <summary>
    /// Holds both addresses of a move until the transaction ends. Returns true if the new one is reserved for another user. A registration
    /// with the old address waits, and then sees that it is reserved.
    /// </summary>
    public static async Task<bool> IsReservedAsync(this Transaction transaction, AccountWrite write, TimeProvider clock)
    {
        string[] addresses = [write.Before.Email, write.After.Email];
        Array.Sort(addresses, StringComparer.Ordinal);
        await transaction.RunAsync(
            new NpgsqlBatchCommand("SELECT cardea.hold_address(address) FROM unnest(@addresses) AS held (address)").With("@addresses", addresses));
        return await transaction.RunAsync(
            new NpgsqlBatchCommand($"SELECT WHERE cardea.is_reserved(@address, @id, {Moment.Now})")
                .With("@address", write.After.Email)
                .With("@id", write.After.Id)
                .WithNow(clock)) > 0;
    }
}
