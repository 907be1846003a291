using Cardea.Tokens;
using Cardea.Validation.Connections;
using Cardea.Validation.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Closes long requests, such as WebSockets, SignalR connections and event streams, when their session ends.</summary>
public static class CardeaConnectionExtensions
{
    /// <summary>
    /// Cancelled when the session of this request ends or reaches its absolute end, when its access token is recalled, when the key that
    /// signed the token is retired, or when the API's knowledge of the issuer is too old. A session that is idle for too long does not cancel
    /// it. Only long requests need this token: the next request of the session is refused anyway.
    /// </summary>
    /// <exception cref="InvalidOperationException">The request has no user of Cardea: require authorization on the endpoint.</exception>
    public static CancellationToken GetSessionEnded(this HttpContext context) =>
        Watched(context)?.Ended ?? throw new InvalidOperationException(
            "This request was not authenticated by an access token of Cardea: require authorization on its endpoint.");

    /// <summary>
    /// Aborts requests of these endpoints when their session ends or is recalled: WebSockets, SignalR hubs
    /// (<c>app.MapHub&lt;…&gt;(…).CloseWithSession()</c>), event streams, long downloads. Requests without a user of Cardea are
    /// not watched.
    /// </summary>
    public static TBuilder CloseWithSession<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Finally(static endpoint =>
        {
            if (endpoint.RequestDelegate is { } serve)
            {
                endpoint.RequestDelegate = context => ServeAsync(serve, context);
            }
        });
        return endpoints;
    }

    private static async Task ServeAsync(RequestDelegate serve, HttpContext context)
    {
        using var abort = Watched(context)?.Ended.Register(context.Abort);
        await serve(context);
    }

    private static OpenConnection? Watched(HttpContext context)
    {
        if (context.Features.Get<OpenConnection>() is { } known)
        {
            return known;
        }

        if (context.User.FindFirst(ClaimNames.TokenId) is not { } claim || !AccessTokenId.TryParse(claim.Value, out var token))
        {
            return null;
        }

        var connection = context.RequestServices.GetRequiredService<OpenConnections>().Open(token, claim.Issuer, context.Features.Get<AcceptedKey>());
        context.Features.Set(connection);
        context.Response.RegisterForDispose(connection);
        return connection;
    }
}
