using Cardea.Server.Tests.Revocation;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Clients;

/// <summary>The sample of a resource API, in a process of its own, and the issuer that it follows.</summary>
public sealed class OrdersApiTests : IAsyncLifetime
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly TemporaryDirectory _directory = new();
    private CardeaProcess? _issuer;
    private OrdersProcess? _orders;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private CardeaProcess Issuer => _issuer ?? throw new InvalidOperationException("The issuer is not running.");

    private OrdersProcess Orders => _orders ?? throw new InvalidOperationException("The API is not running.");

    public async ValueTask InitializeAsync()
    {
        _issuer = await CardeaProcess.StartAsync(_directory.FullName, [.. FeedReader.Settings, ("Cardea__RefreshGrace", Grace.ToString())]);
        _orders = await OrdersProcess.StartAsync(_directory.FullName, _issuer.Address.GetLeftPart(UriPartial.Authority));
    }

    public async ValueTask DisposeAsync()
    {
        await (_orders?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Issuer.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task It_serves_who_is_signed_in_and_refuses_who_has_logged_out()
    {
        using var laptop = await Issuer.NewClient().RegisterAsync("laptop");
        using var phone = await laptop.LoginElsewhereAsync("phone");
        await Answer.ExpectStatusAsync(401, await Orders.GetAsync("/orders"));
        await Answer.ExpectStatusAsync(200, await Orders.GetAsync("/orders", laptop.Tokens.Access));
        await Answer.ExpectStatusAsync(200, await Orders.GetAsync("/orders", phone.Tokens.Access));

        await Answer.ExpectStatusAsync(204, await phone.PostAsync("/auth/logout", accessToken: phone.Tokens.Access));

        await Orders.UntilAsync(401, "/orders", phone.Tokens.Access);
        await Answer.ExpectStatusAsync(200, await Orders.GetAsync("/orders", laptop.Tokens.Access));
    }

    [Fact]
    public async Task An_event_stream_ends_with_its_session()
    {
        using var client = await Issuer.NewClient().RegisterAsync();
        using var request = OrdersProcess.Request("/orders/live", client.Tokens.Access);
        using var answer = await Orders.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        Assert.Equal("data: 0", await reader.ReadLineAsync(Stop));

        await Answer.ExpectStatusAsync(204, await client.PostAsync("/auth/logout", accessToken: client.Tokens.Access));

        // However it is cut off: nothing comes any more.
        _ = await Record.ExceptionAsync(() => reader.ReadToEndAsync(Stop));
    }

    [Fact]
    public async Task What_it_accepted_is_proved_received_so_that_a_late_repeat_is_a_theft()
    {
        using var client = await Issuer.NewClient().RegisterAsync();
        var stolen = client.Tokens.Refresh;
        await client.RefreshAsync();
        await Answer.ExpectStatusAsync(200, await Orders.GetAsync("/orders", client.Tokens.Access));

        // Two seconds for the API to send the receipt, two for the issuer to write it.
        await Task.Delay(Grace + TimeSpan.FromSeconds(4), Stop);

        await Answer.ExpectProblemAsync(401, "refresh_token_reused", await client.TryRefreshAsync(stolen));
        await Orders.UntilAsync(401, "/orders", client.Tokens.Access);
    }
}
