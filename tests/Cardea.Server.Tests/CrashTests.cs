using System.Security.Cryptography;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

/// <summary>The server dies at any moment, and comes back on the same data.</summary>
public abstract class CrashTests<TStore> : StoreTests<TStore>
    where TStore : TestStore, new()
{
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("CARDEA_KILLS") ?? "15", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_logout_that_was_answered_outlives_a_crash()
    {
        Tokens ended;
        Tokens alive;
        await using (var server = await Store.StartAsync(Issuer))
        {
            using var laptop = await server.NewClient().RegisterAsync();
            using var phone = await laptop.LoginElsewhereAsync();
            (ended, alive) = (phone.Tokens, laptop.Tokens);
            await Answer.ExpectAsync(204, await phone.PostAsync("/auth/logout", accessToken: ended.Access));
            await server.KillAsync();
        }

        await using var restarted = await Store.StartAsync(Issuer);
        using var client = restarted.NewClient();
        await Answer.ExpectProblemAsync(401, "invalid_token", await client.GetAsync("/auth/verify", ended.Access));
        await Answer.ExpectProblemAsync(401, "session_ended", await client.TryRefreshAsync(ended.Refresh));
        await Answer.ExpectAsync(204, await client.GetAsync("/auth/verify", alive.Access));
        await Answer.ExpectAsync(200, await client.TryRefreshAsync(alive.Refresh));
    }

    [Fact]
    public async Task Killed_in_mid_refresh_again_and_again_it_locks_nobody_out()
    {
        const int Clients = 8;
        var tokens = new Tokens[Clients];
        await using (var server = await Store.StartAsync(Issuer))
        {
            for (var i = 0; i < Clients; i++)
            {
                tokens[i] = await RegisterAsync(server);
            }

            await server.KillAsync();
        }

        for (var kill = 0; kill < Kills; kill++)
        {
            await using var server = await Store.StartAsync(Issuer);
            var refreshing = Enumerable.Range(0, Clients).Select(i => RefreshUntilKilledAsync(server, tokens, i)).ToArray();
            await Task.Delay(TimeSpan.FromMilliseconds(20 + RandomNumberGenerator.GetInt32(150)), Stop);
            await server.KillAsync();
            await Task.WhenAll(refreshing);
        }

        await using var last = await Store.StartAsync(Issuer);
        using var survivor = last.NewClient();
        foreach (var token in tokens)
        {
            await Answer.ExpectAsync(200, await survivor.TryRefreshAsync(token.Refresh));
        }
    }

    private static (string, string) Issuer => ("Cardea__Issuer", "http://issuer.example");

    private static async Task<Tokens> RegisterAsync(CardeaProcess server)
    {
        using var client = await server.NewClient().RegisterAsync();
        return client.Tokens;
    }

    // What a client does that gets no answer: it keeps the token it has, and tries again.
    private static async Task RefreshUntilKilledAsync(CardeaProcess server, Tokens[] tokens, int i)
    {
        using var client = server.NewClient();
        try
        {
            while (true)
            {
                tokens[i] = Tokens.Of(await Answer.ExpectAsync(200, await client.TryRefreshAsync(tokens[i].Refresh)));
            }
        }
        catch (HttpRequestException)
        {
            // Killed.
        }
    }
}
