using Cardea.Server.Tests.Revocation;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Live;

/// <summary>Streams on one node hear what another node does, and close when their node can't hear it.</summary>
public sealed class LiveNodesTests
{
    [Fact]
    public async Task Another_node_ends_the_session_and_signs_the_user_in_elsewhere()
    {
        await using var nodes = await Nodes.StartAsync(2);
        using var client = await nodes.RegisterAsync(0);
        await using var live = await LiveConnection.OpenAsync(nodes[1].Address, client.Tokens.Access);

        using var other = await client.LoginElsewhereAsync();
        await live.FindAsync("sessions");
        await Answer.ExpectAsync(204, await client.AskAsync(HttpMethod.Post, "/auth/logout"));

        Assert.Equal("logged_out", await live.FindEndAsync());
    }

    [Fact]
    public async Task A_node_without_its_database_closes_the_streams_and_says_nothing_of_an_end()
    {
        await using var nodes = await Nodes.StartAsync(1, ("Cardea__StalenessBound", "00:00:03"));
        using var client = await nodes.RegisterAsync(0);
        await using var live = await LiveConnection.OpenAsync(nodes[0].Address, client.Tokens.Access);

        await nodes.Cluster.StopServerAsync();

        await live.CloseAsync();

        await Answer.ExpectProblemAsync(503, "unavailable", await client.GetAsync("/auth/live"));
    }
}
