using System.Diagnostics;
using System.Net;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Revocation;

/// <summary>What another node does to the keys, and what the database answers that nobody expects, reaches every node.</summary>
public sealed class RetiredKeyTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_key_that_was_given_up_is_refused_everywhere_within_two_seconds_and_makes_no_more_tokens()
    {
        await using var nodes = await Nodes.StartAsync(2);
        await using var reader = await FeedReader.OpenAsync(nodes[1].Address);
        using var client = await nodes.RegisterAsync(0);
        var (tokens, key) = (client.Tokens, FeedReader.KeyOf(client.Tokens.Access));
        await nodes.RunAsync("keys", "retire", key);
        var since = Stopwatch.StartNew();

        foreach (var node in (int[])[0, 1])
        {
            await Nodes.EventuallyAsync(async () => await VerifyAsync(nodes[node], tokens) == HttpStatusCode.Unauthorized);
        }

        await reader.FindKeysWithoutAsync(key);
        Assert.True(since.Elapsed < Bound, $"It took {since.Elapsed}.");
        foreach (var node in (int[])[0, 1])
        {
            using var other = await nodes.RegisterAsync(node);
            Assert.NotEqual(key, FeedReader.KeyOf(other.Tokens.Access));
            Assert.Equal(HttpStatusCode.NoContent, await VerifyAsync(nodes[1 - node], other.Tokens));
        }
    }

    [Fact]
    public async Task A_node_survives_an_error_of_the_database_that_nobody_expects()
    {
        await using var nodes = await Nodes.StartAsync(2, ("Cardea__StalenessBound", "00:00:03"));
        using var client = await nodes.RegisterAsync(0);
        using var living = await nodes.RegisterAsync(1);
        await nodes.Cluster.ExecuteAsync(Nodes.Database, "ALTER TABLE cardea.revocations RENAME COLUMN life TO lives");
        await Nodes.EventuallyAsync(async () => await VerifyAsync(nodes[1], living.Tokens) == HttpStatusCode.ServiceUnavailable);

        await nodes.Cluster.ExecuteAsync(Nodes.Database, "ALTER TABLE cardea.revocations RENAME COLUMN lives TO life");
        await Nodes.EventuallyAsync(async () => await VerifyAsync(nodes[0], client.Tokens) == HttpStatusCode.NoContent);
        await Answer.ExpectStatusAsync(204, await client.PostAsync("/auth/logout", accessToken: client.Tokens.Access));

        await Nodes.EventuallyAsync(async () => await VerifyAsync(nodes[1], client.Tokens) == HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.NoContent, await VerifyAsync(nodes[1], living.Tokens));
    }

    private static async Task<HttpStatusCode> VerifyAsync(CardeaProcess node, Tokens tokens)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/auth/verify");
        request.Headers.Authorization = new("Bearer", tokens.Access);
        using var answer = await node.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
