using Cardea.Audit;
using Cardea.Mail;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Statements on <c>cardea.events</c>.</summary>
internal static class Events
{
    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = "id, at, kind, user_id, session_id, ip_address, user_agent, detail";

    private const string Insert =
        """
        INSERT INTO cardea.events (id, at, kind, user_id, session_id, ip_address, network, user_agent, detail)
        VALUES (@id, @at, @kind, @user_id, @session_id, @ip_address, @network, @user_agent, @detail)
        """;

    /// <summary>Adds the event of a user whom the part <c>added</c> of the same statement adds. The event has no session and no device.</summary>
    public const string InsertOfAdded =
        "INSERT INTO cardea.events (id, at, kind, user_id, detail) SELECT @event_id, @event_at, @event_kind, id, @event_detail FROM added";

    /// <summary>Sets the parameters of <see cref="InsertOfAdded"/>.</summary>
    public static NpgsqlBatchCommand WithEventOfAdded(this NpgsqlBatchCommand statement, SecurityEvent happened) => statement
        .With("@event_id", happened.Id)
        .With("@event_at", happened.At)
        .With("@event_kind", (short)happened.Kind)
        .With("@event_detail", happened.Detail);

    public static NpgsqlBatchCommand Add(SecurityEvent happened) =>
        new NpgsqlBatchCommand(happened.IsRefusal ? $"{Insert} RETURNING {QuickCommit.Setting}" : Insert).WithEvent(happened);

    public static SecurityEvent Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetTime(1),
        (SecurityEventKind)row.GetInt16(2),
        row.GetText(3) is { } user ? new UserId(user) : null,
        row.IsDBNull(4) ? null : row.GetSessionId(4),
        row.GetText(5),
        row.GetText(6),
        row.GetText(7));

    /// <summary>Adds the event and the mail of a change.</summary>
    public static async Task TellAsync(this Transaction transaction, SecurityEvent? happened, OutboxMail? mail, TimeProvider clock)
    {
        if (happened is not null)
        {
            await transaction.RunAsync(Add(happened));
        }

        if (mail is not null)
        {
            await transaction.RunAsync(Outbox.Add(mail, clock));
        }
    }

    private static NpgsqlBatchCommand WithEvent(this NpgsqlBatchCommand statement, SecurityEvent happened) => statement
        .With("@id", happened.Id)
        .With("@at", happened.At)
        .With("@kind", (short)happened.Kind)
        .With("@user_id", happened.User?.Value)
        .With("@session_id", happened.Session?.Value)
        .With("@ip_address", happened.IpAddress)
        .With("@network", happened.Network)
        .With("@user_agent", happened.UserAgent)
        .With("@detail", happened.Detail);
}
