using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Cardea.Server;

/// <summary>The proxies whose <c>X-Forwarded-*</c> headers are accepted. Default: none.</summary>
internal static class KnownProxies
{
    private const string Setting = $"{CardeaOptions.Section}:{ServerSettings.KnownProxies}";

    public static void AddKnownProxies(this IServiceCollection services, IConfiguration configuration)
    {
        IPNetwork[] proxies = [.. configuration.GetSection(Setting).GetChildren().Where(static proxy => !string.IsNullOrEmpty(proxy.Value)).Select(static proxy => Parse(proxy.Value))];
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = proxies.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var proxy in proxies)
            {
                options.KnownIPNetworks.Add(proxy);
            }
        });
    }

    private static IPNetwork Parse(string? text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            return new(address, address.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(text, out var network)
            ? network
            : throw new SetupException($"{Setting} takes IP addresses and networks, such as 10.0.0.7 or 10.0.0.0/24; '{text}' is neither.");
    }
}
