using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace Cardea.Validation.Hubs;

/// <summary>
/// The access token of a query (RFC 6750, section 2.3), as a feature of the request. A browser can't send headers when it opens a WebSocket
/// or an event stream, so SignalR's client sends the token in the query. Only hub endpoints accept it.
/// </summary>
/// <remarks>A class, not a record: its <c>ToString</c> must not print the token.</remarks>
/// <param name="text">The text in the token's place; empty if the query has several.</param>
internal sealed class QueryToken(string text)
{
    private const string Parameter = "access_token";

    private string Text => text;

    /// <summary>Finds the credential of a request to a hub.</summary>
    /// <returns>True if there is one, good or bad.</returns>
    public static bool TryRead(HttpContext context, out ReadOnlyMemory<char> token)
    {
        token = default;
        if (context.Features.Get<QueryToken>() is not { } query || context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is null)
        {
            return false;
        }

        token = query.Text.AsMemory();
        return true;
    }

    /// <summary>Moves the token from the query to a feature, so that nothing behind it can log the token.</summary>
    public static void Take(IFeatureCollection features)
    {
        if (features.Get<IHttpRequestFeature>() is not { } request || !request.QueryString.Contains(Parameter, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var parts = request.QueryString[1..].Split('&').ToLookup(IsToken);
        if (!parts[true].Any())
        {
            return;
        }

        var token = parts[true].Count() == 1 ? Uri.UnescapeDataString(parts[true].First()[(Parameter.Length + 1)..]) : "";
        features.Set(new QueryToken(token));
        request.QueryString = parts[false].Any() ? $"?{string.Join('&', parts[false])}" : "";
        request.RawTarget = $"{request.RawTarget.Split('?')[0]}{request.QueryString}";
    }

    private static bool IsToken(string part) => part.StartsWith($"{Parameter}=", StringComparison.OrdinalIgnoreCase);
}
