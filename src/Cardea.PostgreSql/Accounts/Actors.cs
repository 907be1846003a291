using Cardea.Accounts;
using Cardea.Callers;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>
/// Checks who makes a change, and holds that until the change is committed. The locks come in one order: users by id, then the session.
/// </summary>
internal static class Actors
{
    // The condition of the index users_administrators.
    private const string IsAdministrator = $"'{Role.Administrator}' = ANY (roles) AND disabled_at IS NULL";

    /// <summary>Locks the users of a change.</summary>
    /// <param name="transaction">The transaction of the change.</param>
    /// <param name="actor">The session and its user; null if the change needs none.</param>
    /// <param name="subject">The user who is changed.</param>
    /// <param name="administrators">True to lock all enabled administrators, so that none of them is taken away meanwhile.</param>
    /// <returns>How many users are in this database.</returns>
    public static Task<int> HoldUsersAsync(this Transaction transaction, Actor? actor, UserId subject, bool administrators) =>
        transaction.RunAsync(
            new NpgsqlBatchCommand(
                administrators
                    ? $"SELECT FROM cardea.users WHERE id = ANY (@ids) OR ({IsAdministrator}) ORDER BY id FOR NO KEY UPDATE"
                    : "SELECT FROM cardea.users WHERE id = ANY (@ids) ORDER BY id FOR NO KEY UPDATE")
                .With("@ids", (string[])[(actor?.User ?? subject).Value, subject.Value]));

    /// <summary>True if a user is an enabled administrator. A statement of its own, so it sees what others have committed.</summary>
    public static async Task<bool> IsAdministratorAsync(this Transaction transaction, UserId user) =>
        await transaction.RunAsync(
            new NpgsqlBatchCommand($"SELECT FROM cardea.users WHERE id = @id AND {IsAdministrator}").With("@id", user)) > 0;

    /// <summary>True if there is an enabled administrator besides a user. The administrators must be locked before.</summary>
    public static async Task<bool> HasAnotherAdministratorAsync(this Transaction transaction, UserId user) =>
        await transaction.RunAsync(
            new NpgsqlBatchCommand($"SELECT FROM cardea.users WHERE id <> @id AND {IsAdministrator} LIMIT 1").With("@id", user)) > 0;

    /// <summary>Locks the users of a change of sessions or keys. True if the acting session is live and its user entitled.</summary>
    public static async Task<bool> IsEntitledAsync(this Transaction transaction, Actor actor, UserId subject, TimeProvider clock, CardeaOptions options)
    {
        if (await transaction.HoldUsersAsync(actor, subject, administrators: false) == 0)
        {
            // Two sessions of a user of another store must not each hold itself and wait for the other.
            await transaction.RunAsync(PostgreSqlSessionStore.HoldEpoch(actor.User));
        }

        return await transaction.IsEntitledAsync(actor, clock, options);
    }

    /// <summary>True if the session is live and its user entitled. The users must be locked before.</summary>
    /// <param name="transaction">The transaction of the change.</param>
    /// <param name="actor">The session and its user.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="options">The settings.</param>
    public static async Task<bool> IsEntitledAsync(this Transaction transaction, Actor actor, TimeProvider clock, CardeaOptions options)
    {
        // The end of a session waits for this transaction, or this statement sees the end. A user without a row lives in another
        // store, and has no role here.
        return await transaction.RunAsync(
            new NpgsqlBatchCommand(
                $"""
                SELECT FROM cardea.sessions
                WHERE id = @session AND user_id = @actor AND {LiveSession.Condition}
                    AND NOT EXISTS (SELECT FROM cardea.users WHERE users.id = @actor AND disabled_at IS NOT NULL)
                    AND (@role IS NULL OR EXISTS (SELECT FROM cardea.users WHERE users.id = @actor AND @role = ANY (roles)))
                FOR NO KEY UPDATE OF sessions
                """)
                .With("@session", actor.Session)
                .With("@actor", actor.User)
                .With("@role", actor.Role)
                .WithLife(clock, options)) > 0;
    }
}
