using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Devices;

/// <summary>Sets the cookies where the tokens of an answer have a device token or a trust token.</summary>
internal static class DeviceCookieFilter
{
    /// <summary>The endpoint signs in, and makes the device known. It is for nobody's session, so it does not authenticate by cookies.</summary>
    public static RouteHandlerBuilder MakesDeviceKnown(this RouteHandlerBuilder endpoint) => endpoint.MayMakeDeviceKnown().WithMetadata(CookieUse.ByEndpoint);

    /// <summary>The endpoint is for sessions, and for sign-ins that it finishes. It makes the device of such a sign-in known.</summary>
    public static RouteHandlerBuilder MayMakeDeviceKnown(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter<Filter>().WithMetadata(new SignsIn());

    private sealed class Filter(DeviceCookie devices, TrustCookie trust) : IEndpointFilter
    {
        public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        {
            var result = await next(context);
            if ((result is INestedHttpResult nested ? nested.Result : result) is not IValueHttpResult { Value: TokenResponse tokens })
            {
                return result;
            }

            if (tokens.Device is { } device)
            {
                devices.Add(context.HttpContext, device);
            }

            if (tokens.Trust is { } token)
            {
                trust.Add(context.HttpContext, token);
            }

            return result;
        }
    }
}
