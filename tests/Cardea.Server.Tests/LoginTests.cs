using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

public abstract class LoginTests<TStore>(SharedServer<TStore> shared)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task Each_device_gets_a_session_of_its_own()
    {
        using var laptop = await shared.NewClient().RegisterAsync("laptop");
        using var phone = await laptop.LoginElsewhereAsync("phone");

        Assert.NotEqual(laptop.Tokens.SessionId, phone.Tokens.SessionId);
        Assert.True(await laptop.IsAcceptedAsync());
        Assert.True(await phone.IsAcceptedAsync());
    }

    [Fact]
    public async Task Unknown_and_wrong_get_the_same_answer_byte_for_byte()
    {
        using var client = await shared.NewClient().RegisterAsync();
        using var wrong = await client.PostAsync("/auth/login", Credentials(client.Email, "not the right password"));
        using var unknown = await client.PostAsync("/auth/login", Credentials(AuthClient.NewEmail(), "not the right password"));
        using var absurd = await client.PostAsync("/auth/login", Credentials("nobody", "not the right password"));

        var expected = await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"invalid_credentials\"", expected, StringComparison.Ordinal);
        foreach (var other in (HttpResponseMessage[])[unknown, absurd])
        {
            Assert.Equal(401, (int)other.StatusCode);
            Assert.Equal(expected, await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(Headers(wrong), Headers(other));
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"email":"someone@example.org"}""")]
    [InlineData("""{"password":"correct horse battery staple"}""")]
    public async Task A_missing_member_is_no_credential(string body)
    {
        using var client = shared.NewClient();
        using var answer = await client.PostTextAsync("/auth/login", body);

        Assert.Contains((int)answer.StatusCode, (int[])[400, 401]);
    }

    private static string Headers(HttpResponseMessage response) =>
        string.Join('\n', response.Headers.Concat(response.Content.Headers)
            .Where(static header => header.Key != "Date")
            .Select(static header => $"{header.Key}: {string.Join(',', header.Value)}"));

    private static JsonObject Credentials(string email, string password) => new() { ["email"] = email, ["password"] = password };
}
