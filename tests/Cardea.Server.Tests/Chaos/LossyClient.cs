using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Chaos;

/// <summary>
/// An app with up to ten tabs that share one store of tokens, over a network that loses one answer in twenty. Whoever hears
/// nothing asks again with what is in the store. Now and then it logs out, or a thief shows a token that it had long used.
/// </summary>
internal sealed class LossyClient(ChaosNodes nodes, History history, TimeSpan grace)
{
    private const int MostTabs = 10;
    private const int PercentLost = 5;

    // Longer than PostgreSQL takes to write what was committed without waiting: a crash may take back what is younger.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly string _email = AuthClient.NewEmail();
    private readonly Queue<(Tokens Tokens, TimeSpan UsedAt)> _used = new();
    private Tokens _stored = new("", "", "");
    private bool _isSignedIn;

    public async Task RegisterAsync() => Begin(await nodes.Clients[0].PostAsJsonAsync("/auth/register", Credentials()));

    public async Task LiveAsync(CancellationToken leaving)
    {
        while (!leaving.IsCancellationRequested)
        {
            await RefreshInAllTabsAsync();
            switch (RandomNumberGenerator.GetInt32(1000))
            {
                case < 100:
                    await AskAsync(Deed.Verify, _stored, AnyNode());
                    break;
                case < 105:
                    await LogOutAsync();
                    break;
                case < 110:
                    await BeRobbedAsync();
                    break;
                case < 112:
                    await SleepAfterALossAsync();
                    break;
            }

            if (!_isSignedIn)
            {
                await SignInAsync();
            }
        }
    }

    private async Task RefreshInAllTabsAsync()
    {
        var shown = _stored;
        await Task.WhenAll(Enumerable.Range(0, 1 + RandomNumberGenerator.GetInt32(MostTabs)).Select(_ => RefreshAsync(shown)));
        _used.Enqueue((shown, history.Now));
    }

    // Another tab may have heard what this one did not: then that is in the store.
    private async Task RefreshAsync(Tokens shown)
    {
        while (_isSignedIn && ReferenceEquals(_stored, shown))
        {
            var (status, given) = await AskAsync(Deed.Refresh, shown, AnyNode());
            if (status == 200 && RandomNumberGenerator.GetInt32(100) >= PercentLost)
            {
                Save(given!);
                return;
            }

            _isSignedIn &= status != 401;
            await RestAsync();
        }
    }

    // All answers are lost, and by the time it asks again the grace is over: it is issued another.
    private async Task SleepAfterALossAsync()
    {
        await AskAsync(Deed.Refresh, _stored, AnyNode());
        await Task.Delay(grace * 1.1);
        await RefreshInAllTabsAsync();
    }

    private async Task LogOutAsync()
    {
        int node;
        do
        {
            node = AnyNode();
            await RestAsync();
        }
        while ((await AskAsync(Deed.Logout, _stored, node)).Status != 204);
        await AskAsync(Deed.Verify, _stored, node);
        await RefreshInAllTabsAsync();
        _isSignedIn = false;
    }

    private async Task BeRobbedAsync()
    {
        if (_used.Count < 3 || _used.Peek().UsedAt > history.Now - Settled)
        {
            return;
        }

        int node;
        do
        {
            node = AnyNode();
            await RestAsync();
        }
        while ((await AskAsync(Deed.Replay, _used.Peek().Tokens, node)).Status is not (200 or 401));
        await AskAsync(Deed.Verify, _stored, node);
        await AskUntilRefusedAsync();
    }

    private async Task AskUntilRefusedAsync()
    {
        while (_isSignedIn)
        {
            var before = _stored;
            await RefreshAsync(before);
            if (!ReferenceEquals(before, _stored))
            {
                return;
            }
        }
    }

    private async Task SignInAsync()
    {
        while (!_isSignedIn)
        {
            try
            {
                Begin(await nodes.Clients[AnyNode()].PostAsJsonAsync("/auth/login", Credentials()));
            }
            catch (HttpRequestException)
            {
                // Its node was killed.
            }

            await RestAsync();
        }
    }

    private void Begin(HttpResponseMessage answer)
    {
        using (answer)
        {
            if (answer.IsSuccessStatusCode)
            {
                _used.Clear();
                _stored = Read(answer);
                _isSignedIn = true;
            }
        }
    }

    private void Save(Tokens given)
    {
        lock (_used)
        {
            _stored = Held.Of(given.Refresh).Generation > Held.Of(_stored.Refresh).Generation ? given : _stored;
        }
    }

    private async Task<(int Status, Tokens? Given)> AskAsync(Deed deed, Tokens shown, int node)
    {
        var begun = history.Now;
        var (status, code, given) = (0, (string?)null, (Tokens?)null);
        try
        {
            using var request = Request(deed, shown);
            using var answer = await nodes.Clients[node].SendAsync(request);
            status = (int)answer.StatusCode;
            given = status == 200 ? Read(answer) : null;
            code = status is 401 or >= 500 ? (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"] : null;
        }
        catch (HttpRequestException)
        {
            // Its node was killed: it may have done it or not.
        }

        history.Write(new(deed, Held.Of(shown.Refresh), node, begun, history.Now, status, code, given is null ? null : Held.Of(given.Refresh)));
        return (status, given);
    }

    private static HttpRequestMessage Request(Deed deed, Tokens shown) => deed switch
    {
        Deed.Verify => new(HttpMethod.Get, "/auth/verify") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", shown.Access) } },
        Deed.Logout => new(HttpMethod.Post, "/auth/logout") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", shown.Access) } },
        _ => new(HttpMethod.Post, "/auth/refresh-token") { Content = JsonContent.Create(new JsonObject { ["refreshToken"] = shown.Refresh }) },
    };

    // It has been read to the end by then.
    private static Tokens Read(HttpResponseMessage answer) => Tokens.Of(JsonNode.Parse(answer.Content.ReadAsStream())!);

    private JsonObject Credentials() => new() { ["email"] = _email, ["password"] = AuthClient.Password };

    private int AnyNode() => RandomNumberGenerator.GetInt32(nodes.Clients.Length);

    private static Task RestAsync() => Task.Delay(TimeSpan.FromMilliseconds(10 + RandomNumberGenerator.GetInt32(50)));
}
