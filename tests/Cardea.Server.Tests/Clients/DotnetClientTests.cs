using Cardea.Client;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Server.Tests.Clients;

/// <summary>The package for .NET clients against the real program, and its sample against the sample of an API.</summary>
public sealed class DotnetClientTests : StoreTests<SqliteStore>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_package_signs_up_refreshes_changes_the_password_and_signs_out()
    {
        await using var server = await Store.StartAsync(("Cardea__Audience", "https://api.example.org"));
        await using var laptop = Services(server, "laptop");
        await using var phone = Services(server, "phone");
        var client = laptop.GetRequiredService<CardeaClient>();
        var other = phone.GetRequiredService<CardeaClient>();

        await client.SignUpAsync("ada@example.org", AuthClient.Password, Cancellation);
        await other.SignInAsync("ada@example.org", AuthClient.Password, Cancellation);
        await client.GetAccessTokenAsync(force: true, cancellationToken: Cancellation);
        Assert.Equal("ada@example.org", (await client.GetAccountAsync(Cancellation)).Email);
        Assert.Equal(["laptop", "phone"], (await client.GetSessionsAsync(Cancellation)).Select(static session => session.Device!).Order(StringComparer.Ordinal));

        await client.ReauthenticateAsync(AuthClient.Password, Cancellation);
        await client.ChangePasswordAsync(AuthClient.Password, "another long and private sentence", Cancellation);
        Assert.Equal("desk", (await client.RenameSessionAsync((await client.GetSessionsAsync(Cancellation)).Single().Id, "desk", Cancellation)).Device);
        Assert.Null(await other.GetAccessTokenAsync(force: true, cancellationToken: Cancellation));
        Assert.Equal(CardeaClientState.SignedOut, other.State);

        var refused = await Assert.ThrowsAsync<CardeaClientException>(() => other.SignInAsync("ada@example.org", AuthClient.Password, Cancellation));
        Assert.Equal("invalid_credentials", refused.Code);

        var token = await client.GetAccessTokenAsync(cancellationToken: Cancellation);
        await client.SignOutAsync(cancellationToken: Cancellation);
        using var stranger = new AuthClient(server.Address);
        await Answer.ExpectProblemAsync(401, "invalid_token", await stranger.SendAsync(HttpMethod.Get, "/auth/me", accessToken: token));
    }

    [Fact]
    public async Task A_client_of_one_user_sends_the_token_until_the_user_signs_out_everywhere()
    {
        await using var server = await Store.StartAsync();
        await using var services = Services(server, "laptop");
        var client = services.GetRequiredService<CardeaClient>();
        using var http = client.CreateHttpClient("api");
        await client.SignUpAsync("ada@example.org", AuthClient.Password, Cancellation);

        Assert.Contains("ada@example.org", await http.GetStringAsync(new Uri("/auth/me", UriKind.Relative), Cancellation), StringComparison.Ordinal);
        await client.SignOutAsync(SignOutScope.AllDevices, Cancellation);

        using var refused = await http.GetAsync(new Uri("/auth/me", UriKind.Relative), Cancellation);
        Assert.Equal(401, (int)refused.StatusCode);
    }

    [Fact]
    public async Task The_console_sample_keeps_its_user_signed_in_between_its_runs()
    {
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}");
        await using var api = new ProgramRun(
            Repository.Program("samples", "NotesApi", "NotesApi"),
            ["--urls", address.ToString()],
            Store.Directory,
            [new("ASPNETCORE_ENVIRONMENT", "Development")]);
        using var probe = new AuthClient(address);
        await Eventually.HoldsAsync(async () =>
        {
            Assert.False(api.HasExited, api.Output + api.Errors);
            try
            {
                using var answer = await probe.SendAsync(HttpMethod.Get, "/.well-known/jwks.json");
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
                return false;
            }
        });

        Assert.Equal((1, "You are not signed in: run sign-in first."), await RunAsync("list"));
        Assert.Equal((0, "Signed in as ada@example.org."), await RunAsync("sign-up", "ada@example.org"));
        Assert.Equal((0, "Added."), await RunAsync("add", "remember"));
        Assert.Equal((0, "remember"), await RunAsync("list"));
        Assert.StartsWith($"* {Environment.MachineName}, last used", (await RunAsync("devices")).Output, StringComparison.Ordinal);
        Assert.Equal((0, "Signed out."), await RunAsync("sign-out"));
        Assert.Equal((1, "You are not signed in: run sign-in first."), await RunAsync("list"));
        Assert.Equal((0, "Signed in as ada@example.org."), await RunAsync("sign-in", "ada@example.org"));
        Assert.Equal((0, "remember"), await RunAsync("list"));

        async Task<(int Result, string Output)> RunAsync(params string[] arguments)
        {
            await using var run = new ProgramRun(
                Repository.Program("samples", "ConsoleNotes", "ConsoleNotes"),
                arguments,
                Store.Directory,
                [new("NOTES_API", address.GetLeftPart(UriPartial.Authority)), new("NOTES_HOME", Path.Combine(Store.Directory, "home"))]);
            await run.WriteLineAsync(AuthClient.Password);
            return (await run.ExitAsync(), run.Output);
        }
    }

    private static ServiceProvider Services(CardeaProcess server, string device)
    {
        var services = new ServiceCollection();
        services.AddCardeaClient(options => (options.Issuer, options.Device) = (server.Address.GetLeftPart(UriPartial.Authority), device)).StoreInMemory();
        services.AddHttpClient("api", http => http.BaseAddress = server.Address).AddCardeaTokens();
        return services.BuildServiceProvider();
    }
}
