using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Devices;

/// <summary>Sets the cookie where the tokens of an answer have a device token.</summary>
internal static class DeviceCookieFilter
{
    /// <summary>The endpoint signs in, and makes the device known.</summary>
    public static RouteHandlerBuilder MakesDeviceKnown(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter<Filter>().WithMetadata(new SignsIn());

    private sealed class Filter(DeviceCookie cookie) : IEndpointFilter
    {
        public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        {
            var result = await next(context);
            if ((result is INestedHttpResult nested ? nested.Result : result) is IValueHttpResult { Value: TokenResponse { Device: { } token } })
            {
                cookie.Add(context.HttpContext, token);
            }

            return result;
        }
    }
}
