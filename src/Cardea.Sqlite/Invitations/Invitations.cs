using Cardea.Codes;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>Invitations, inside a transaction.</summary>
internal static class Invitations
{
    private const string IsOf = "email = @email AND (@code IS NULL OR code = @code) AND expires_at > @now";

    /// <summary>Uses up the invitation of an address.</summary>
    /// <param name="connection">The connection of the transaction.</param>
    /// <param name="email">The address, normalised.</param>
    /// <param name="code">The hash of the mailed code; null if the address is proved in another way.</param>
    /// <param name="now">The present time.</param>
    /// <returns>True if there was one.</returns>
    public static bool Consume(PreparedConnection connection, string email, CodeHash? code, DateTimeOffset now) =>
        Fill(connection.Prepare(static command => command.CommandText = $"DELETE FROM invitations WHERE {IsOf}"), email, code, now).Changes();

    /// <summary>True if an address has a valid invitation.</summary>
    /// <inheritdoc cref="Consume" path="/param"/>
    public static bool IsValid(PreparedConnection connection, string email, CodeHash? code, DateTimeOffset now) =>
        Fill(connection.Prepare(static command => command.CommandText = $"SELECT 1 FROM invitations WHERE {IsOf}"), email, code, now).Rows(static _ => true) is [true];

    private static SqliteCommand Fill(SqliteCommand command, string email, CodeHash? code, DateTimeOffset now) =>
        command.With("@email", email).With("@code", code?.Value).With("@now", now);
}
