using Cardea.Clients;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Sessions;

/// <summary>What a request says of the device that sent it.</summary>
internal static class ClientDescription
{
    public static ClientDevice DescribeClient(this HttpContext context, string? name)
    {
        var userAgent = context.Request.Headers.UserAgent.ToString();
        var address = context.Connection.RemoteIpAddress;
        return new(
            name,
            userAgent.Length switch
            {
                0 => null,
                > ClientDevice.MaximumUserAgent => userAgent[..ClientDevice.MaximumUserAgent],
                _ => userAgent,
            },
            (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString());
    }
}
