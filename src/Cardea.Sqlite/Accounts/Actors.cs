using Cardea.Accounts;
using Cardea.Callers;
using Cardea.Tokens;

namespace Cardea.Sqlite;

/// <summary>Checks the session through which a change is made. The transaction holds the write lock, so the session stays as it is.</summary>
internal static class Actors
{
    /// <summary>True if a user is the only enabled administrator.</summary>
    public static bool IsLastAdministrator(PreparedConnection connection, UserId user) =>
        connection.Prepare(static command => command.CommandText =
            $"""
            SELECT 1 FROM users AS last
            WHERE id = @id AND {IsAdministrator}
                AND NOT EXISTS (SELECT 1 FROM users WHERE id <> @id AND {IsAdministrator})
            """)
            .With("@id", user)
            .Rows(static _ => true) is [true];

    // The condition of the index users_administrators.
    private const string IsAdministrator = $"instr(roles, '\"{Role.Administrator}\"') > 0 AND disabled_at IS NULL";

    /// <summary>True if the session is live and its user entitled. A user without a row lives in another store, and has no role here.</summary>
    public static bool IsEntitled(PreparedConnection connection, Actor actor, DateTimeOffset now, CardeaOptions options) =>
        connection.Prepare(static command => command.CommandText =
            $"""
            SELECT coalesce((SELECT roles FROM users WHERE id = @actor), '[]') FROM sessions
            WHERE id = @session AND user_id = @actor AND {LiveSession.Condition}
                AND NOT EXISTS (SELECT 1 FROM users WHERE id = @actor AND disabled_at IS NOT NULL)
            """)
            .With("@session", actor.Session)
            .With("@actor", actor.User)
            .WithLife(now, options)
            .Row(static row => row.GetString(0)) is { } roles
        && (actor.Role is null || TextsJson.Read(roles).Contains(actor.Role));
}
