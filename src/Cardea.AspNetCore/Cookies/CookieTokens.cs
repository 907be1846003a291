using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Cookies;

/// <summary>Writes the tokens of an answer to the cookies, where they travel so: see <see cref="TokenResponse"/>.</summary>
internal static class CookieTokens
{
    /// <summary>All endpoints of the group may answer with tokens.</summary>
    public static TBuilder WritesCookies<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter<TBuilder, Filter>();

    private sealed class Filter(SessionCookies cookies, Logouts logouts) : IEndpointFilter
    {
        public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        {
            var http = context.HttpContext;
            var result = await next(context);
            if ((result is INestedHttpResult nested ? nested.Result : result) is IValueHttpResult { Value: TokenResponse { IsOfCookies: true, Issued: { } tokens } })
            {
                // A browser has one session at an origin. Only a new session has a refresh token here.
                if (tokens.Refresh is not null && SignsIn.Includes(http) && cookies.ArePresented(http.Request))
                {
                    await logouts.EndByCookiesAsync(cookies, http.Request, await Caller.BindAsync(http), http.RequestAborted);
                }

                cookies.Write(http, tokens);
            }

            return result;
        }
    }
}
