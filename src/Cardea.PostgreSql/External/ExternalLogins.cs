using Cardea.External;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Statements on <c>cardea.external_logins</c>.</summary>
internal static class ExternalLogins
{
    /// <summary>True in a condition if the user has the login of a sign-in. <see cref="ExternalSessions.WithProvider"/> sets its parameters.</summary>
    public const string IsOfUser =
        "EXISTS (SELECT FROM cardea.external_logins WHERE issuer = @issuer AND subject = @subject AND external_logins.user_id = @user_id)";

    /// <summary>Adds the logins of a user whom the part <c>added</c> of the same statement adds. A login of another user stays with that user.</summary>
    public const string InsertOfAdded =
        """
        INSERT INTO cardea.external_logins (issuer, subject, user_id, login)
        SELECT issuer, subject, id, login FROM added, unnest(@issuers, @subjects, @logins) AS given (issuer, subject, login)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Sets the logins of a user. A login of another user stays with that user, and is not counted.</summary>
    public static async Task<int> ReplaceAsync(Transaction transaction, UserId owner, IReadOnlyList<ExternalLogin> logins)
    {
        await transaction.RunAsync(
            new NpgsqlBatchCommand(
                """
                DELETE FROM cardea.external_logins
                WHERE user_id = @owner AND (issuer, subject) NOT IN (SELECT issuer, subject FROM unnest(@issuers, @subjects) AS given (issuer, subject))
                """)
                .With("@owner", owner)
                .WithKeys(logins));
        return await transaction.RunAsync(
            new NpgsqlBatchCommand(
                """
                INSERT INTO cardea.external_logins AS known (issuer, subject, user_id, login)
                SELECT issuer, subject, @owner, login FROM unnest(@issuers, @subjects, @logins) AS given (issuer, subject, login)
                ON CONFLICT (issuer, subject) DO UPDATE SET login = EXCLUDED.login WHERE known.user_id = EXCLUDED.user_id
                RETURNING issuer
                """)
                .With("@owner", owner)
                .WithLogins(logins));
    }

    /// <summary>Sets the parameters of <see cref="InsertOfAdded"/>.</summary>
    public static NpgsqlBatchCommand WithLogins(this NpgsqlBatchCommand statement, IReadOnlyList<ExternalLogin> logins) => statement
        .WithKeys(logins)
        .With("@logins", logins.Select(static login => login.ToJson()).ToArray());

    private static NpgsqlBatchCommand WithKeys(this NpgsqlBatchCommand statement, IReadOnlyList<ExternalLogin> logins) => statement
        .With("@issuers", logins.Select(static login => login.Issuer).ToArray())
        .With("@subjects", logins.Select(static login => login.Subject).ToArray());
}
