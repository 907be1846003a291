using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Cardea.Server.Tests.External;

namespace Cardea.Load;

/// <summary>Users who sign in with a provider, which then reports their logouts.</summary>
internal sealed class ProviderUsers(StandInProvider provider)
{
    private int _count;

    /// <summary>The settings of a server that knows the provider.</summary>
    public (string Name, string Value)[] Settings =>
    [
        ("Cardea__Providers__work__Issuer", provider.Issuer),
        ("Cardea__Providers__work__ClientId", StandInProvider.ClientId),
        ("Cardea__Providers__work__ClientSecret", "secret"),
        ("Cardea__Providers__work__TrustsEmail", "true"),
    ];

    /// <summary>Signs in, with a session of its own at the provider.</summary>
    public async Task<(string Token, string Session)> SignInAsync(HttpClient http, Uri node)
    {
        using var asked = await http.PostAsync(new Uri(node, "/auth/external/work/nonce"), content: null);
        using var nonce = JsonDocument.Parse(await asked.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        _count++;
        var idToken = provider.Sign(provider.IdToken(
            StandInProvider.ClientId,
            nonce.RootElement.GetProperty("nonce").GetString(),
            new() { ["sub"] = "load", ["sid"] = Sid, ["email"] = "load@example.org", ["email_verified"] = true }));
        using var answer = await http.PostAsJsonAsync(new Uri(node, "/auth/external/work/id-token"), new Dictionary<string, string> { ["idToken"] = idToken });
        using var tokens = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        return (tokens.RootElement.GetProperty("accessToken").GetString()!, tokens.RootElement.GetProperty("sessionId").GetString()!);
    }

    /// <summary>What the provider sends when the last session ends there.</summary>
    public HttpRequestMessage LogOut(Uri node) => new(HttpMethod.Post, new Uri(node, "/auth/external/work/logout"))
    {
        Content = new FormUrlEncodedContent([new("logout_token", provider.Sign(provider.LogoutToken(subject: null, Sid)))]),
    };

    private string Sid => _count.ToString(CultureInfo.InvariantCulture);
}
