using System.Text.Json.Nodes;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Attempts;

/// <summary>What anybody can call is bounded, whether it succeeds or not; an office and a burst of honest people get through.</summary>
public abstract class QuotaTests<TStore> : NodeStoreTests<TStore>
    where TStore : TestStore, new()
{
    [Theory]
    [InlineData("/auth/passkeys/sign-in", 401, """{}""")]
    [InlineData("/auth/password/reset", 400, """{"token":"none of ours","newPassword":"a long and private sentence"}""")]
    [InlineData("/auth/email/verify", 400, """{"token":"none of ours"}""")]
    [InlineData("/auth/link/sign-in", 400, """{"token":"none of ours","browserToken":"nor this"}""")]
    [InlineData("/auth/mfa", 401, """{"mfaToken":"none of ours","code":"123456"}""")]
    public async Task Wrong_codes_of_a_network_are_counted_together(string path, int wrong, string body)
    {
        using var client = (await StartNodeAsync(("Cardea__Attempts__PerNetwork", "12"))).NewClient();
        for (var code = 0; code < 12; code++)
        {
            await Answer.ExpectStatusAsync(wrong, await client.PostTextAsync(path, body));
        }

        await Answer.ExpectProblemAsync(429, "too_many_attempts", await client.PostTextAsync(path, body));
        await Answer.ExpectProblemAsync(429, "too_many_attempts", await client.PostTextAsync("/auth/passkeys/sign-in", "{}"));
    }

    [Fact]
    public async Task Right_sign_ins_to_one_account_are_bounded()
    {
        var node = await StartNodeAsync(("Cardea__Attempts__SignIns", "5"));
        using var owner = await node.NewClient().RegisterAsync();
        for (var signIn = 0; signIn < 5; signIn++)
        {
            await owner.LoginAsync(owner.Email);
        }

        await Answer.ExpectProblemAsync(429, "too_many_attempts", await owner.TryLoginAsync());
        Assert.Equal(6, (await owner.SessionsAsync()).Count);
        await owner.RefreshAsync();
    }

    [Fact]
    public async Task Beyond_the_limit_no_recovery_code_is_used_up()
    {
        var node = await StartNodeAsync(("Cardea__Attempts__SignIns", "2"));
        using var owner = await node.NewClient().RegisterAsync();
        await owner.LoginAsync(owner.Email);
        await owner.LoginAsync(owner.Email);
        var (_, codes) = await AuthenticatorApp.AddAsync(owner);
        var step = await FirstStep.ShowPasswordAsync(owner);

        foreach (var code in codes)
        {
            await Answer.ExpectProblemAsync(429, "too_many_attempts", await step.TryAsync(code));
        }

        Assert.Equal(codes.Length, (int)(await Answer.ExpectAsync(200, await owner.GetAsync("/auth/recovery-codes")))["left"]!);
    }

    [Fact]
    public async Task Two_nodes_count_together()
    {
        (string, string)[] settings = [("Cardea__Attempts__PerNetwork", "10"), ("Cardea__Attempts__Registrations", "4"), ("Cardea__Attempts__SignIns", "6")];
        CardeaProcess[] nodes = [await StartNodeAsync(settings), await StartNodeAsync(settings)];
        var clients = Array.ConvertAll(nodes, static node => node.NewClient());
        var owner = await clients[0].RegisterAsync();
        using var other = await owner.LoginElsewhereAsync();
        for (var signIn = 0; signIn < 5; signIn++)
        {
            await clients[signIn % 2].LoginAsync(owner.Email);
        }

        for (var wrong = 0; wrong < 10; wrong++)
        {
            await Answer.ExpectStatusAsync(400, await clients[wrong % 2].PostTextAsync("/auth/email/verify", """{"token":"none of ours"}"""));
        }

        for (var registration = 1; registration < 4; registration++)
        {
            await Answer.ExpectStatusAsync(201, await RegisterAsync(clients[registration % 2]));
        }

        foreach (var client in clients)
        {
            await Answer.ExpectProblemAsync(429, "too_many_attempts", await client.TrySignInAsync(owner.Email, AuthClient.Password));
            await Answer.ExpectProblemAsync(429, "too_many_attempts", await client.PostTextAsync("/auth/email/verify", """{"token":"none of ours"}"""));
            await Answer.ExpectProblemAsync(429, "too_many_attempts", await RegisterAsync(client));
        }

        Array.ForEach(clients, static client => client.Dispose());
    }

    [Fact]
    public async Task Registrations_of_one_address_are_bounded_and_those_of_others_go_on()
    {
        var node = await StartNodeAsync(("Cardea__Attempts__Registrations", "3"), ("Cardea__KnownProxies__0", "127.0.0.1"));
        for (var registration = 0; registration < 3; registration++)
        {
            await Answer.ExpectStatusAsync(201, await RegisterFromAsync(node, "192.0.2.1"));
        }

        await Answer.ExpectProblemAsync(429, "too_many_attempts", await RegisterFromAsync(node, "192.0.2.1"));
        await Answer.ExpectStatusAsync(201, await RegisterFromAsync(node, "192.0.2.2"));

        // A customer with a /56 has many /64.
        for (var registration = 0; registration < 12; registration++)
        {
            await Answer.ExpectStatusAsync(201, await RegisterFromAsync(node, $"2001:db8:0:{registration:x}::1"));
        }

        await Answer.ExpectProblemAsync(429, "too_many_attempts", await RegisterFromAsync(node, "2001:db8:0:ff::1"));
        await Answer.ExpectStatusAsync(201, await RegisterFromAsync(node, "2001:db8:0:100::1"));
    }

    [Fact]
    public async Task A_registration_that_adds_no_account_does_not_count()
    {
        var node = await StartNodeAsync(("Cardea__Attempts__Registrations", "2"));
        using var client = node.NewClient();
        for (var registration = 0; registration < 5; registration++)
        {
            await Answer.ExpectProblemAsync(
                400, "validation_failed", await client.PostAsync("/auth/register", new JsonObject { ["email"] = "no address", ["password"] = "short" }));
        }

        await client.RegisterAsync();
        await Answer.ExpectProblemAsync(
            409, "email_taken", await client.PostAsync("/auth/register", new JsonObject { ["email"] = client.Email, ["password"] = AuthClient.Password }));
        using var next = await node.NewClient().RegisterAsync();
    }

    [Fact]
    public async Task An_office_of_two_hundred_signs_in_behind_one_address()
    {
        var node = await StartNodeAsync(("Cardea__Passwords__Iterations", "2"));
        var people = new List<AuthClient>();
        for (var person = 0; person < 20; person++)
        {
            people.Add(await node.NewClient().RegisterAsync());
        }

        // Ten devices each: two hundred sign-ins within the window, under the limits as shipped.
        foreach (var person in people.SelectMany(static person => Enumerable.Repeat(person, 10)))
        {
            await person.LoginAsync(person.Email);
        }

        people.ForEach(static person => person.Dispose());
    }

    private static async Task<HttpResponseMessage> RegisterFromAsync(CardeaProcess node, string address)
    {
        using var client = node.NewClient();
        client.Http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return await RegisterAsync(client);
    }

    private static Task<HttpResponseMessage> RegisterAsync(AuthClient client) =>
        client.PostAsync("/auth/register", new JsonObject { ["email"] = AuthClient.NewEmail(), ["password"] = AuthClient.Password });
}
