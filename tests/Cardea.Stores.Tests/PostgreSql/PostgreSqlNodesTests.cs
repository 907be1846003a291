using System.Globalization;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Stores.Tests.Contract;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>Three nodes race. The environment variable <c>CARDEA_ROUNDS</c> asks for more rounds.</summary>
public sealed class PostgreSqlNodesTests : StoreTests<PostgreSqlTestDatabase>
{
    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("CARDEA_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 50;

    [Fact]
    public async Task Fifty_racers_on_each_of_three_nodes_make_one_lineage()
    {
        Node[] nodes = [Node, await OpenAsync(), await OpenAsync()];
        var token = await SignInAsync(Alice);
        for (var round = 0; round < Rounds; round++)
        {
            var outcomes = await Race.RunAsync(150, racer => nodes[racer % 3].Rotations.RotateAsync(token, Stop));

            var successor = token.Next();
            Assert.Single(outcomes.OfType<RotationOutcome.Rotated>());
            Assert.Equal(149, outcomes.OfType<RotationOutcome.Repeated>().Count());
            Assert.All(outcomes, outcome => Assert.Equal(successor.Reveal(), ((RotationOutcome.Continued)outcome).Grant.Successor!.Reveal()));
            token = successor;
        }
    }

    [Fact]
    public async Task Nothing_lives_on_of_an_account_that_was_refreshed_left_and_closed_at_once()
    {
        Node[] nodes = [Node, await OpenAsync(), await OpenAsync()];
        for (var round = 0; round < Rounds; round++)
        {
            var user = await AddUserAsync(new($"user-{round}"));
            var token = await SignInAsync(new(user.Id));
            var late = NewSession(new(user.Id), user.SecurityStamp);
            user = user with { DisabledAt = Clock.GetUtcNow() };

            await Task.WhenAll(
                Race.RunAsync(10, racer => nodes[racer % 3].Rotations.RotateAsync(token, Stop)),
                Task.Run(() => nodes[1].Sessions.EndAsync(token.SessionId, new(user.Id), EndReason.LoggedOut, Stop)),
                Task.Run(() => nodes[2].Accounts.UpdateAsync(new(user, user), Stop)),
                Task.Run(() => nodes[0].Sessions.CreateAsync(late, Stop)));

            Assert.Empty(await Node.Sessions.ListAsync(new(user.Id), Stop));
            Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token));
            Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token.Next()));
            Assert.True(await RotateAsync(late.FirstToken) is RotationOutcome.Ended or RotationOutcome.Unknown);
            var revoked = await ReadRevokedAsync(nodes[1]);
            Assert.Contains(revoked, revocation => revocation.SessionId == token.SessionId);
        }
    }
}
