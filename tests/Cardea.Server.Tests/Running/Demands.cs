using System.Text.Json.Nodes;

namespace Cardea.Server.Tests.Running;

/// <summary>One request of each kind that needs the store, by a client who is signed in.</summary>
internal sealed class Demands(AuthClient client)
{
    // A request that is never answered, as opposed to one that takes its time.
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(15);

    private string Session => $"/auth/sessions/{client.Tokens.SessionId}";

    /// <summary>Those that change something.</summary>
    public IReadOnlyList<Func<Task<HttpResponseMessage>>> Writes =>
    [
        () => client.TryRefreshAsync(client.Tokens.Refresh),
        () => client.PostAsync("/auth/login", Credentials(client.Email)),
        () => client.PostAsync("/auth/register", Credentials(AuthClient.NewEmail())),
        () => client.PostAsync("/auth/logout", accessToken: client.Tokens.Access),
        () => client.PostAsync("/auth/logout-others", accessToken: client.Tokens.Access),
        () => client.PostAsync("/auth/logout-all", accessToken: client.Tokens.Access),
        () => client.SendAsync(HttpMethod.Delete, Session, accessToken: client.Tokens.Access),
    ];

    /// <summary>All of them.</summary>
    public IReadOnlyList<Func<Task<HttpResponseMessage>>> All =>
        [.. Writes, () => client.GetAsync("/auth/sessions"), () => client.GetAsync("/auth/me")];

    /// <summary>Makes them at once; each is answered that it can be made again later, and nothing is said of the database.</summary>
    public static Task AssertUnavailableAsync(IEnumerable<Func<Task<HttpResponseMessage>>> demands) =>
        Task.WhenAll(demands.Select(static async demand =>
        {
            var answer = await demand().WaitAsync(Forever);
            var retryAfter = answer.Headers.RetryAfter?.Delta;
            await Answer.ExpectProblemAsync(503, "unavailable", answer);
            Assert.True(retryAfter > TimeSpan.Zero);
        }));

    private static JsonObject Credentials(string email) => new() { ["email"] = email, ["password"] = AuthClient.Password };
}
