using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Net.Http.Headers;

namespace RazorNotes;

#region issuer
/// <summary>
/// Calls Cardea's endpoints for the browser whose form was posted. What says who the browser is and where the form came from goes along, so
/// Cardea protects the form. The cookies of the answer go back to the browser.
/// </summary>
public sealed class Issuer(HttpClient http, IServer server, IHttpContextAccessor accessor)
{
    private static readonly string[] Forwarded =
        [HeaderNames.Cookie, HeaderNames.UserAgent, HeaderNames.AcceptLanguage, HeaderNames.Origin, "Sec-Fetch-Site"];

    /// <summary>Posts to an endpoint.</summary>
    /// <returns>The body of the answer. A refusal has a code and a detail.</returns>
    public async Task<JsonNode> PostAsync(string path, object? body = null)
    {
        var browser = accessor.HttpContext!;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, path)) { Content = JsonContent.Create(body ?? new { }) };
        foreach (var name in Forwarded)
        {
            request.Headers.TryAddWithoutValidation(name, [.. browser.Request.Headers[name]]);
        }

        request.Headers.Add("X-Forwarded-For", browser.Connection.RemoteIpAddress?.ToString());
        using var answer = await http.SendAsync(request, browser.RequestAborted);
        if (answer.Headers.TryGetValues(HeaderNames.SetCookie, out var cookies))
        {
            browser.Response.Headers.Append(HeaderNames.SetCookie, cookies.ToArray());
        }

        var text = await answer.Content.ReadAsStringAsync(browser.RequestAborted);
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    // Where this app listens itself.
    private Uri Address => new(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()
        .Replace("[::]", "localhost", StringComparison.Ordinal)
        .Replace("0.0.0.0", "localhost", StringComparison.Ordinal));
}
#endregion
