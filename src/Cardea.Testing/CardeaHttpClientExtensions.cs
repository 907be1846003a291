using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Cardea.Testing;

/// <summary>Signs users up in a test, by the same requests that clients send.</summary>
public static class CardeaHttpClientExtensions
{
    /// <summary>The password of users for whom a test chooses none.</summary>
    public const string Password = "a test needs no secret";

    /// <summary>Signs a new user up. From now on, the requests of this client have the user's access token.</summary>
    /// <param name="client">A client of the app, such as <c>factory.CreateClient()</c>.</param>
    /// <param name="email">The address. Default: a new one.</param>
    /// <param name="password">The password. Default: <see cref="Password"/>.</param>
    /// <param name="prefix">Where the app has mapped Cardea, such as <c>/id</c>. Default: the root.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="HttpRequestException">The app refused; the message has the answer.</exception>
    public static Task<TestUser> SignUpAsync(
        this HttpClient client, string? email = null, string password = Password, string prefix = "", CancellationToken cancellationToken = default) =>
        SendAsync(client, $"{prefix}/auth/register", email ?? $"{RandomNumberGenerator.GetHexString(16, lowercase: true)}@example.org", password, cancellationToken);

    /// <summary>Signs a user in. From now on, the requests of this client have the access token of the new session.</summary>
    /// <inheritdoc cref="SignUpAsync" path="/exception"/>
    /// <param name="client">A client of the app.</param>
    /// <param name="user">The user.</param>
    /// <param name="prefix">Where the app has mapped Cardea, such as <c>/id</c>. Default: the root.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public static Task<TestUser> SignInAsync(this HttpClient client, TestUser user, string prefix = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        return SendAsync(client, $"{prefix}/auth/login", user.Email, user.Password, cancellationToken);
    }

    private static async Task<TestUser> SendAsync(HttpClient client, string path, string email, string password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var answer = await client.PostAsJsonAsync(path, new { email, password }, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"{path} answered {(int)answer.StatusCode}: {text}", inner: null, answer.StatusCode);
        }

        var tokens = JsonNode.Parse(text)!;
        var access = (string)tokens["accessToken"]!;
        client.DefaultRequestHeaders.Authorization = new("Bearer", access);
        var payload = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(access.Split('.')[1]))!;
        return new(new((string)payload["sub"]!), email, password, access, (string)tokens["refreshToken"]!);
    }
}
