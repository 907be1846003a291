using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Stores.Tests.Contract;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>Rotations that share a statement share nothing else.</summary>
public sealed class PostgreSqlRotationTests : StoreTests<PostgreSqlTestDatabase>
{
    [Fact]
    public async Task A_row_that_somebody_holds_does_not_hold_up_the_others()
    {
        var tokens = await SignInManyAsync(64);
        await using var connection = await Database.Superuser.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT FROM cardea.sessions WHERE id = @id FOR UPDATE";
        command.Parameters.AddWithValue("@id", tokens[7].SessionId.Value);
        await command.ExecuteNonQueryAsync(Stop);

        var rotations = tokens.ConvertAll(token => Node.Rotations.RotateAsync(token, Stop));

        var outcomes = await Task.WhenAll(rotations.Where((_, i) => i != 7));
        Assert.All(outcomes, outcome => Assert.IsType<RotationOutcome.Rotated>(outcome));
        Assert.False(rotations[7].IsCompleted);
        await transaction.RollbackAsync(Stop);
        Assert.IsType<RotationOutcome.Rotated>(await rotations[7]);
    }

    [Fact]
    public async Task A_row_that_is_refused_does_not_take_the_others_along()
    {
        var tokens = await SignInManyAsync(64);
        await Database.ExecuteAsync("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''refused''; END'");
        await Database.ExecuteAsync("CREATE TRIGGER refuse BEFORE UPDATE ON cardea.sessions FOR EACH ROW WHEN (old.user_id = 'user-7') EXECUTE FUNCTION refuse()");

        var rotations = tokens.ConvertAll(token => Node.Rotations.RotateAsync(token, Stop));

        var outcomes = await Task.WhenAll(rotations.Where((_, i) => i != 7));
        Assert.All(outcomes, outcome => Assert.IsType<RotationOutcome.Rotated>(outcome));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => rotations[7]);
    }

    [Fact]
    public async Task Each_of_those_that_wait_together_gets_its_own_outcome()
    {
        var tokens = await SignInManyAsync(60);
        var (current, repeated, replayed, ended, unknown, idle) =
            (tokens[..10], tokens[10..20], tokens[20..30], tokens[30..40], Enumerable.Range(0, 10).Select(_ => NewSession(Alice).FirstToken).ToList(), tokens[50..60]);
        foreach (var token in replayed)
        {
            await RotateAsync<RotationOutcome.Rotated>(await RotateAsync<RotationOutcome.Rotated>(token));
        }

        Clock.Advance(Options.RefreshGrace);

        foreach (var token in ended)
        {
            await Node.Sessions.EndAsync(token.SessionId, owner: null, EndReason.LoggedOut, Stop);
        }

        foreach (var token in idle)
        {
            await Database.ExecuteAsync($"UPDATE cardea.sessions SET rotated_at = rotated_at - interval '14 days' WHERE id = '{token.SessionId}'");
        }

        foreach (var token in repeated)
        {
            await RotateAsync<RotationOutcome.Rotated>(token);
        }

        var outcomes = await Task.WhenAll(current.Concat(repeated).Concat(replayed).Concat(ended).Concat(unknown).Concat(idle)
            .Select(token => Node.Rotations.RotateAsync(token, Stop)));

        Assert.All(outcomes[..10], outcome => Assert.IsType<RotationOutcome.Rotated>(outcome));
        Assert.All(outcomes[10..20], outcome => Assert.IsType<RotationOutcome.Repeated>(outcome));
        Assert.All(outcomes[20..30], outcome => Assert.IsType<RotationOutcome.Replayed>(outcome));
        Assert.All(outcomes[30..40], outcome => Assert.IsType<RotationOutcome.Ended>(outcome));
        Assert.All(outcomes[40..50], outcome => Assert.IsType<RotationOutcome.Unknown>(outcome));
        Assert.All(outcomes[50..], outcome => Assert.IsType<RotationOutcome.Expired>(outcome));
        Assert.Equal(current.Select(token => token.Next().Reveal()), outcomes[..10].Cast<RotationOutcome.Continued>().Select(outcome => outcome.Grant.Successor!.Reveal()));
    }

    [Fact]
    public async Task Tokens_of_one_session_that_wait_together_do_not_disturb_each_other()
    {
        var first = await SignInAsync(Alice);
        var second = await RotateAsync<RotationOutcome.Rotated>(first);

        var outcomes = await Task.WhenAll(new[] { second, first, second, first }.Select(token => Node.Rotations.RotateAsync(token, Stop)));

        Assert.Equal(1, outcomes.Count(outcome => outcome is RotationOutcome.Rotated));
        Assert.Equal(3, outcomes.Count(outcome => outcome is RotationOutcome.Repeated));
    }

    [Fact]
    public async Task Batches_of_several_nodes_that_meet_in_any_order_move_each_session_once()
    {
        Node[] nodes = [Node, await OpenAsync(), await OpenAsync()];
        var tokens = await SignInManyAsync(100);
        for (var round = 0; round < 20; round++)
        {
            var outcomes = await Race.RunAsync(nodes.Length, node =>
                Task.WhenAll(tokens.Index().OrderBy(token => (token.Index + (node * 37)) % 100).Select(token => nodes[node].Rotations.RotateAsync(token.Item, Stop))));

            var continued = outcomes.SelectMany(outcome => outcome).Cast<RotationOutcome.Continued>().ToArray();
            Assert.Equal(100, continued.OfType<RotationOutcome.Rotated>().Count());
            Assert.Equal(200, continued.OfType<RotationOutcome.Repeated>().Count());
            Assert.Equal(100, continued.Select(outcome => outcome.Grant.Successor!.Reveal()).Distinct().Count());
            tokens = tokens.ConvertAll(token => token.Next());
        }
    }

    [Fact]
    public async Task A_row_that_answers_for_another_session_is_nobodys_answer()
    {
        var tokens = await SignInManyAsync(8);
        await Database.ExecuteAsync("CREATE FUNCTION cross_over() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN new.id := overlay(new.id::text PLACING ''000000'' FROM 31)::uuid; RETURN new; END'");
        await Database.ExecuteAsync("CREATE TRIGGER cross_over BEFORE UPDATE ON cardea.sessions FOR EACH ROW WHEN (old.user_id = 'user-3') EXECUTE FUNCTION cross_over()");

        var rotations = tokens.ConvertAll(token => Node.Rotations.RotateAsync(token, Stop));

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => rotations[3]);
        Assert.Contains("another session", failure.Message, StringComparison.Ordinal);
        foreach (var (index, rotation) in rotations.Index().Where(static rotation => rotation.Index != 3))
        {
            var grant = Assert.IsType<RotationOutcome.Rotated>(await rotation).Grant;
            Assert.Equal((tokens[index].SessionId, $"user-{index}"), (grant.SessionId, grant.Subject.UserId.Value));
        }
    }

    [Fact]
    public async Task A_client_that_hangs_up_before_its_token_is_looked_at_closely_does_not_stop_the_end()
    {
        var stolen = await SignInAsync(Alice);
        var last = await RotateAsync<RotationOutcome.Rotated>(await RotateAsync<RotationOutcome.Rotated>(stolen));
        Clock.Advance(Options.RefreshGrace);
        await using var connection = await Database.Superuser.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using var command = connection.CreateCommand();

        // Only who looks closely reads the keys.
        command.CommandText = "LOCK TABLE cardea.keys IN ACCESS EXCLUSIVE MODE";
        await command.ExecuteNonQueryAsync(Stop);
        using var leaving = new CancellationTokenSource();
        var replay = Node.Rotations.RotateAsync(stolen, leaving.Token);
        while (!await Database.Cluster.AskAsync($"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{Database.Name}' AND wait_event_type = 'Lock')"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop);
        }

        await leaving.CancelAsync();
        await transaction.RollbackAsync(Stop);

        Assert.IsType<RotationOutcome.Replayed>(await replay);
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(last));
    }

    private async Task<List<RefreshToken>> SignInManyAsync(int count)
    {
        var tokens = new List<RefreshToken>();
        for (var i = 0; i < count; i++)
        {
            tokens.Add(await SignInAsync(new($"user-{i}")));
        }

        return tokens;
    }
}
