using Cardea.External;
using Cardea.Tokens;

namespace Cardea.Sqlite;

/// <summary>Logins at providers, inside a transaction.</summary>
internal static class ExternalLogins
{
    /// <summary>Returns the user who has a login.</summary>
    public static string? FindOwner(PreparedConnection connection, ExternalLogin login) =>
        connection.Prepare(static command => command.CommandText = "SELECT user_id FROM external_logins WHERE issuer = @issuer AND subject = @subject")
            .With("@issuer", login.Issuer)
            .With("@subject", login.Subject)
            .Row(static row => row.GetString(0));

    /// <summary>Sets the logins of a user.</summary>
    public static void Replace(PreparedConnection connection, UserId owner, IReadOnlyList<ExternalLogin> logins)
    {
        connection.Prepare(static command => command.CommandText = "DELETE FROM external_logins WHERE user_id = @owner").With("@owner", owner).ExecuteNonQuery();
        Add(connection, owner, logins);
    }

    /// <summary>Adds logins to a user. A login of another user stays with that user.</summary>
    public static void Add(PreparedConnection connection, UserId owner, IReadOnlyList<ExternalLogin> logins)
    {
        foreach (var login in logins)
        {
            connection.Prepare(static command => command.CommandText =
                "INSERT INTO external_logins (issuer, subject, user_id, login) VALUES (@issuer, @subject, @owner, @login) ON CONFLICT DO NOTHING")
                .With("@issuer", login.Issuer)
                .With("@subject", login.Subject)
                .With("@owner", owner)
                .With("@login", login.ToJson())
                .ExecuteNonQuery();
        }
    }
}
