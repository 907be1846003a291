using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Rendering;

/// <summary>Sends the browser to another address after a form: a reload then sends no form (RFC 9110, section 15.4.4).</summary>
/// <param name="address">The address.</param>
internal sealed class SeeOtherResult(string address) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = address;
        return Task.CompletedTask;
    }
}
