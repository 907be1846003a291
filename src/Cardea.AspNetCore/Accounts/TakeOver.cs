using System.Data.Common;

namespace Cardea.AspNetCore;

/// <summary>A take-over of an account, while its transaction is open: see <see cref="ITakeOver"/>.</summary>
public sealed class TakeOver
{
    internal TakeOver(string userId, DbConnection connection, DbTransaction? transaction) =>
        (UserId, Connection, Transaction) = (userId, connection, transaction);

    /// <summary>The id of the account. Access tokens contain it as <c>sub</c>.</summary>
    public string UserId { get; }

    /// <summary>
    /// The open connection to Cardea's database: an <c>NpgsqlConnection</c> or a <c>SqliteConnection</c>. Its commands belong to the
    /// transaction. Do not close it, and do not commit. With SQLite, do not write to the same file through another connection: it waits for
    /// this transaction.
    /// </summary>
    public DbConnection Connection { get; }

    /// <summary>
    /// The transaction, for libraries that ask for one; <see langword="null"/> with SQLite, where all commands of the connection belong to
    /// the open transaction.
    /// </summary>
    public DbTransaction? Transaction { get; }
}
