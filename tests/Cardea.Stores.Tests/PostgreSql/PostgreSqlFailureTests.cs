using Cardea.Keys;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Stores.Tests.Contract;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>What goes wrong below: nobody sees PostgreSQL's errors, waits for long, or loses a token.</summary>
public sealed class PostgreSqlFailureTests : StoreTests<PostgreSqlTestDatabase>
{
    [Theory]
    [InlineData(PostgresErrorCodes.ReadOnlySqlTransaction, "is read-only")]
    [InlineData(PostgresErrorCodes.DiskFull, "has no room left")]
    [InlineData(PostgresErrorCodes.TooManyConnections, "has no connection left")]
    [InlineData(PostgresErrorCodes.CannotConnectNow, "is shutting down or starting")]
    [InlineData(PostgresErrorCodes.SerializationFailure, "is too busy")]
    [InlineData(PostgresErrorCodes.DeadlockDetected, "is too busy")]
    [InlineData(PostgresErrorCodes.QueryCanceled, "took too long")]
    [InlineData(PostgresErrorCodes.InsufficientPrivilege, "does not give this user the right")]
    [InlineData(PostgresErrorCodes.OutOfMemory, "53200")]
    public async Task An_error_of_the_database_is_said_without_its_statement_and_consumes_nothing(string sqlState, string said)
    {
        var token = await SignInAsync(Alice);
        await Database.ExecuteAsync($"CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION USING ERRCODE = ''{sqlState}''; END'");
        await Database.ExecuteAsync("CREATE TRIGGER fail BEFORE INSERT OR UPDATE ON cardea.sessions FOR EACH ROW EXECUTE FUNCTION fail()");

        StoreUnavailableException[] failures =
        [
            await Assert.ThrowsAsync<StoreUnavailableException>(() => RotateAsync(token)),
            await Assert.ThrowsAsync<StoreUnavailableException>(() => Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop)),
            await Assert.ThrowsAsync<StoreUnavailableException>(() => Node.Sessions.CreateAsync(NewSession(Alice), Stop)),
        ];

        Assert.All(failures, failure =>
        {
            Assert.Contains(said, failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("UPDATE", failure.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(Alice.Value, failure.ToString(), StringComparison.Ordinal);
        });
        await Database.ExecuteAsync("DROP TRIGGER fail ON cardea.sessions");
        await RotateAsync<RotationOutcome.Rotated>(token);
    }

    [Fact]
    public async Task A_commit_that_fails_is_not_answered_as_done()
    {
        var (token, other) = (await SignInAsync(Alice), await SignInAsync(Alice));
        await Database.ExecuteAsync("CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION USING ERRCODE = ''disk_full''; END'");
        var partition = $"sessions_{token.SessionId.AbsoluteEnd:yyyyMMdd}";
        foreach (var table in new[] { partition, "revocations", "keys", "users" })
        {
            await Database.ExecuteAsync(
                $"CREATE CONSTRAINT TRIGGER fail AFTER INSERT OR UPDATE OR DELETE ON cardea.{table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail()");
        }

        Func<Task>[] steps =
        [
            () => RotateAsync(token),
            () => Task.WhenAll(RotateAsync(token), RotateAsync(other)),
            () => Node.Sessions.CreateAsync(NewSession(Alice), Stop),
            () => Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop),
            () => Node.Sessions.EndAllAsync(Alice, except: null, EndReason.LoggedOut, Stop),
            () => Node.Keys.AddAsync(new("0", KeyPurpose.AccessToken, new byte[] { 1 }, Clock.GetUtcNow(), Clock.GetUtcNow(), TimeSpan.Zero), newest: null, TimeSpan.Zero, Stop),
            () => AddUserAsync(Alice),
        ];
        foreach (var step in steps)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(step);
        }

        await Database.ExecuteAsync($"DROP TRIGGER fail ON cardea.{partition}");
        Assert.Equal(2, (await Node.Sessions.ListAsync(Alice, Stop)).Count);
        await RotateAsync<RotationOutcome.Rotated>(token);
    }

    [Fact]
    public async Task Whoever_collides_with_others_tries_again()
    {
        var token = await SignInAsync(Alice);
        await Database.ExecuteAsync("CREATE SEQUENCE tries");
        await Database.ExecuteAsync("CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN IF nextval(''tries'') < 3 THEN RAISE EXCEPTION USING ERRCODE = ''40001''; END IF; RETURN new; END'");
        await Database.ExecuteAsync("CREATE TRIGGER fail BEFORE UPDATE ON cardea.sessions FOR EACH ROW EXECUTE FUNCTION fail()");

        Assert.IsType<SessionEnd.Ended>(await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop));
    }

    [Fact]
    public async Task Connections_that_were_cut_are_replaced()
    {
        var tokens = new List<RefreshToken>();
        for (var i = 0; i < 10; i++)
        {
            tokens.Add(await SignInAsync(new($"user-{i}")));
        }

        await Race.RunAsync(10, user => Node.Sessions.ListAsync(new($"user-{user}"), Stop));
        await Database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'cardea' AND datname = current_database()");

        // One may find out; the others need not.
        _ = await Record.ExceptionAsync(() => Node.Sessions.ListAsync(Alice, Stop));
        Assert.All(await Task.WhenAll(tokens.Select(RotateAsync)), outcome => Assert.IsType<RotationOutcome.Rotated>(outcome));
        Assert.All(await Race.RunAsync(10, user => Node.Sessions.ListAsync(new($"user-{user}"), Stop)), sessions => Assert.Single(sessions));
    }

    [Fact]
    public async Task Sign_ins_that_wait_for_their_user_hold_up_no_rotation_and_no_end()
    {
        var user = await AddUserAsync(Alice);
        var (first, second) = (await SignInAsync(new("bob")), await SignInAsync(new("bob")));
        await using var connection = await Database.Superuser.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT FROM cardea.users FOR UPDATE";
        await command.ExecuteNonQueryAsync(Stop);

        var signIns = Enumerable.Range(0, 100).Select(_ => Node.Sessions.CreateAsync(NewSession(Alice, user.SecurityStamp), Stop)).ToArray();

        await RotateAsync<RotationOutcome.Rotated>(first);
        await RotateAsync<RotationOutcome.Repeated>(first);
        Assert.IsType<SessionEnd.Ended>(await Node.Sessions.EndAsync(second.SessionId, new("bob"), EndReason.LoggedOut, Stop));
        Assert.DoesNotContain(signIns, signIn => signIn.IsCompleted);
        foreach (var signIn in signIns)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => signIn);
        }

        await transaction.RollbackAsync(Stop);
        Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(NewSession(Alice, user.SecurityStamp), Stop));
    }

    [Fact]
    public async Task A_statement_given_up_while_it_was_planned_works_the_next_time()
    {
        var token = await SignInAsync(Alice);
        Func<Task>[] steps = [() => RotateAsync(token), () => Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop)];
        await using var connection = await Database.Superuser.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using var command = connection.CreateCommand();

        // Whoever parses locks the table, and whoever plans each of its partitions.
        command.CommandText = "LOCK TABLE cardea.sessions_default";
        await command.ExecuteNonQueryAsync(Stop);
        foreach (var step in steps)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(step);
        }

        await transaction.RollbackAsync(Stop);

        await RotateAsync<RotationOutcome.Rotated>(token);
        Assert.IsType<SessionEnd.Ended>(await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop));
    }

    [Fact]
    public async Task A_caller_who_has_gone_is_not_served()
    {
        var token = await SignInAsync(Alice);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Node.Rotations.RotateAsync(token, gone.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, gone.Token));

        await RotateAsync<RotationOutcome.Rotated>(token);
    }

    [Fact]
    public async Task What_PostgreSQL_does_not_keep_is_replaced()
    {
        var session = NewSession(Alice, device: new("\0", "half a \ud800 pair \ud83d\ude00", "192.0.2.7"));

        await Node.Sessions.CreateAsync(session, Stop);

        Assert.Equal(new("\ufffd", "half a \ufffd pair \ud83d\ude00", "192.0.2.7"), Assert.Single(await Node.Sessions.ListAsync(Alice, Stop)).Device);
    }

    [Fact]
    public async Task Users_disabled_behind_our_back_are_refused()
    {
        await AddUserAsync(Alice);
        var token = await SignInAsync(Alice);
        await Database.ExecuteAsync("UPDATE cardea.users SET disabled_at = now()");

        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token));
    }
}
