using Cardea.Codes;
using Cardea.Tokens;
using Npgsql;
using NpgsqlTypes;

namespace Cardea.PostgreSql;

/// <summary>Statements on <c>cardea.codes</c>.</summary>
internal static class Codes
{
    private const string Columns = "hash, purpose, user_id, address, state, expires_at, session_epoch, session_id, of_known_device";

    /// <summary>Holds the row of a user, and returns if the account is enabled. A user of another store has no row.</summary>
    public static NpgsqlBatchCommand Hold(UserId owner) => new NpgsqlBatchCommand(
        "SELECT disabled_at IS NULL FROM cardea.users WHERE id = @owner FOR NO KEY UPDATE")
        .With("@owner", owner);

    /// <summary>Holds the row of the enabled user who has an address, and returns the id.</summary>
    public static NpgsqlBatchCommand HoldByAddress(string address) => new NpgsqlBatchCommand(
        "SELECT id FROM cardea.users WHERE email = @address AND disabled_at IS NULL FOR NO KEY UPDATE")
        .With("@address", address);

    /// <summary>Holds the row of the user of a code.</summary>
    public static NpgsqlBatchCommand HoldOwner(CodeHash hash) => new NpgsqlBatchCommand(
        "SELECT FROM cardea.users WHERE id = (SELECT user_id FROM cardea.codes WHERE hash = @hash) FOR NO KEY UPDATE")
        .With("@hash", hash.Value);

    /// <summary>Uses a code up. Returns no row if the code is not valid.</summary>
    public static NpgsqlBatchCommand Consume(CodeHash hash, CodePurpose purpose, TimeProvider clock) => new NpgsqlBatchCommand(
        $"DELETE FROM cardea.codes WHERE hash = @hash AND purpose = @purpose AND expires_at > {Moment.Now} RETURNING {Columns}")
        .WithCode(hash, purpose, clock);

    public static NpgsqlBatchCommand Find(CodeHash hash, CodePurpose purpose, TimeProvider clock) => new NpgsqlBatchCommand(
        $"SELECT {Columns} FROM cardea.codes WHERE hash = @hash AND purpose = @purpose AND expires_at > {Moment.Now}")
        .WithCode(hash, purpose, clock);

    public static NpgsqlBatchCommand FindNewest(UserId owner, CodePurpose purpose, SessionId session, TimeProvider clock) => new NpgsqlBatchCommand(
        $"""
        SELECT {Columns} FROM cardea.codes
        WHERE user_id = @owner AND purpose = @purpose AND session_id = @session AND expires_at > {Moment.Now}
        ORDER BY expires_at DESC LIMIT 1
        """)
        .With("@owner", owner)
        .With("@purpose", (short)purpose)
        .With("@session", session)
        .WithNow(clock);

    /// <summary>Counts a password that is tried with a code. Returns no row if the tries are used up, or the code is not valid.</summary>
    public static NpgsqlBatchCommand Try(StoredCode code, TimeProvider clock) => new NpgsqlBatchCommand(
        $"""
        UPDATE cardea.codes SET tries = tries + 1
        WHERE hash = @hash AND purpose = @purpose AND expires_at > {Moment.Now} AND tries < @most
        RETURNING tries
        """)
        .WithCode(code.Hash, code.Purpose, clock)
        .With("@most", CodeLimits.Passwords);

    /// <summary>Stores a code. If its owner has as many codes as may be, it gets no owner. Strangers can't take the places of known devices.</summary>
    public static NpgsqlBatchCommand Store(StoredCode code, TimeProvider clock) => new NpgsqlBatchCommand(
        $"""
        INSERT INTO cardea.codes ({Columns})
        SELECT @hash, @purpose,
            CASE WHEN (SELECT count(*) FROM cardea.codes WHERE user_id = @owner AND purpose = @purpose AND of_known_device = @of_known_device AND expires_at > {Moment.Now}) < @most THEN @owner END,
            @address, @state, @expires_at, coalesce((SELECT session_epoch FROM cardea.users WHERE id = @owner), 0), @session, @of_known_device
        """)
        .WithCode(code.Hash, code.Purpose, clock)
        .With("@owner", code.Owner?.Value)
        .With("@address", code.Address)
        .With("@state", code.State)
        .With("@expires_at", code.ExpiresAt)
        .WithSession("@session", code.Session)
        .With("@of_known_device", code.IsOfKnownDevice)
        .With("@most", CodeLimits.SideBySide);

    /// <summary>Notes an address with the code of an enrolment. Returns no row if the code is not valid, or of another user.</summary>
    public static NpgsqlBatchCommand Confirm(CodeHash hash, UserId owner, string address, TimeProvider clock) => new NpgsqlBatchCommand(
        $"""
        UPDATE cardea.codes SET address = @address
        WHERE hash = @hash AND purpose = @purpose AND user_id = @owner AND expires_at > {Moment.Now}
        RETURNING hash
        """)
        .WithCode(hash, CodePurpose.Enrolment, clock)
        .With("@owner", owner)
        .With("@address", address);

    /// <summary>Removes the oldest codes of the owner and purpose, so there is room for one more.</summary>
    public static NpgsqlBatchCommand MakeRoom(StoredCode code) => new NpgsqlBatchCommand(
        """
        DELETE FROM cardea.codes
        WHERE hash IN (SELECT hash FROM cardea.codes WHERE user_id = @owner AND purpose = @purpose ORDER BY expires_at DESC, hash OFFSET @kept)
        """)
        .With("@owner", code.Owner?.Value)
        .With("@purpose", (short)code.Purpose)
        .With("@kept", CodeLimits.SideBySide - 1);

    /// <summary>Voids the codes of a user.</summary>
    public static NpgsqlBatchCommand Void(UserId owner, IReadOnlyList<CodePurpose> purposes) => new NpgsqlBatchCommand(
        "DELETE FROM cardea.codes WHERE user_id = @owner AND purpose = ANY (@purposes)")
        .With("@owner", owner)
        .With("@purposes", purposes.Select(static purpose => (short)purpose).ToArray());

    /// <summary>Stores a code with which an old address undoes a change of address.</summary>
    public static NpgsqlBatchCommand Add(StoredCode code, TimeProvider clock) => new NpgsqlBatchCommand(
        "INSERT INTO cardea.codes (hash, purpose, user_id, address, state, expires_at) VALUES (@hash, @purpose, @owner, @address, @state, @expires_at)")
        .WithCode(code.Hash, code.Purpose, clock)
        .With("@owner", code.Owner?.Value)
        .With("@address", code.Address)
        .With("@state", code.State)
        .With("@expires_at", code.ExpiresAt);

    /// <summary>Voids the codes that undo a change of address which was made at a time or later.</summary>
    /// <param name="owner">The user.</param>
    /// <param name="from">The end of the code of that change.</param>
    public static NpgsqlBatchCommand VoidUndos(UserId owner, DateTimeOffset from) => new NpgsqlBatchCommand(
        "DELETE FROM cardea.codes WHERE user_id = @owner AND purpose = 10 AND expires_at >= @from")
        .With("@owner", owner)
        .With("@from", from);

    public static StoredCode Read(NpgsqlDataReader row) => new(
        new(row.GetString(0)),
        (CodePurpose)row.GetInt16(1),
        row.GetText(2) is { } owner ? new UserId(owner) : null,
        row.GetText(3),
        row.GetText(4),
        row.GetTime(5))
    {
        SessionEpoch = row.GetInt64(6),
        Session = row.IsDBNull(7) ? null : row.GetSessionId(7),
        IsOfKnownDevice = row.GetBoolean(8),
    };

    private static NpgsqlBatchCommand WithCode(this NpgsqlBatchCommand statement, CodeHash hash, CodePurpose purpose, TimeProvider clock) => statement
        .With("@hash", hash.Value)
        .With("@purpose", (short)purpose)
        .WithNow(clock);

    private static NpgsqlBatchCommand WithSession(this NpgsqlBatchCommand statement, string parameter, SessionId? session)
    {
        statement.Parameters.Add(new NpgsqlParameter(parameter, NpgsqlDbType.Uuid) { Value = session is { } id ? id.Value : DBNull.Value });
        return statement;
    }
}
