using Cardea.Codes;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Statements on <c>cardea.codes</c>.</summary>
internal static class Codes
{
    private const string Columns = "hash, purpose, user_id, address, state, expires_at, session_epoch";

    /// <summary>Uses a code up. Returns no row if the code is not valid.</summary>
    public static NpgsqlBatchCommand Consume(CodeHash hash, CodePurpose purpose, TimeProvider clock) => new NpgsqlBatchCommand(
        $"DELETE FROM cardea.codes WHERE hash = @hash AND purpose = @purpose AND expires_at > {Moment.Now} RETURNING {Columns}")
        .WithCode(hash, purpose, clock);

    public static NpgsqlBatchCommand Find(CodeHash hash, CodePurpose purpose, TimeProvider clock) => new NpgsqlBatchCommand(
        $"SELECT {Columns} FROM cardea.codes WHERE hash = @hash AND purpose = @purpose AND expires_at > {Moment.Now}")
        .WithCode(hash, purpose, clock);

    /// <summary>Stores a code and replaces an older one. <paramref name="owner"/> is a query that returns the owner's id.</summary>
    public static NpgsqlBatchCommand Store(StoredCode code, string owner) => new NpgsqlBatchCommand(
        $"""
        INSERT INTO cardea.codes ({Columns})
        SELECT @hash, @purpose, owner.id, @address, @state, @expires_at, coalesce(session_epoch, 0)
        FROM (SELECT ({owner}) AS id) AS owner LEFT JOIN cardea.users ON users.id = owner.id
        ON CONFLICT (user_id, purpose) DO UPDATE
        SET hash = EXCLUDED.hash, address = EXCLUDED.address, state = EXCLUDED.state, expires_at = EXCLUDED.expires_at,
            session_epoch = EXCLUDED.session_epoch
        """)
        .With("@hash", code.Hash.Value)
        .With("@purpose", (short)code.Purpose)
        .With("@owner", code.Owner?.Value)
        .With("@address", code.Address)
        .With("@state", code.State)
        .With("@expires_at", code.ExpiresAt);

    /// <summary>Voids the codes of a user.</summary>
    public static NpgsqlBatchCommand Void(UserId owner, IReadOnlyList<CodePurpose> purposes) => new NpgsqlBatchCommand(
        "DELETE FROM cardea.codes WHERE user_id = @owner AND purpose = ANY (@purposes)")
        .With("@owner", owner)
        .With("@purposes", purposes.Select(static purpose => (short)purpose).ToArray());

    public static StoredCode Read(NpgsqlDataReader row) => new(
        new(row.GetString(0)),
        (CodePurpose)row.GetInt16(1),
        row.GetText(2) is { } owner ? new UserId(owner) : null,
        row.GetText(3),
        row.GetText(4),
        row.GetTime(5))
    {
        SessionEpoch = row.GetInt64(6),
    };

    private static NpgsqlBatchCommand WithCode(this NpgsqlBatchCommand statement, CodeHash hash, CodePurpose purpose, TimeProvider clock) => statement
        .With("@hash", hash.Value)
        .With("@purpose", (short)purpose)
        .WithNow(clock);
}
