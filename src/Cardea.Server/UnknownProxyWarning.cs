namespace Cardea.Server;

/// <summary>
/// Says once that a proxy may be missing in the settings. Otherwise nobody notices: sign-in works, but all clients have the address of the
/// proxy, share its limits, and get no HSTS.
/// </summary>
internal sealed partial class UnknownProxyWarning(ILogger<UnknownProxyWarning> logger)
{
    private int _isSaid;

    /// <summary>Looks at a request, after the headers of known proxies were taken from it.</summary>
    public void Look(HttpContext context)
    {
        // With X-Original-For, a known proxy was read already: the client sent the rest.
        var headers = context.Request.Headers;
        if (_isSaid == 0 && headers.ContainsKey("X-Forwarded-For") && !headers.ContainsKey("X-Original-For") && Interlocked.Exchange(ref _isSaid, 1) == 0)
        {
            LogUnknown(logger, context.Connection.RemoteIpAddress?.ToString() ?? "a local socket");
        }
    }

    [LoggerMessage(EventId = 13, Level = LogLevel.Warning, Message = "A request from {Address} has X-Forwarded-For, which is not read: if your proxy has this address, add it to Cardea:KnownProxies. Until then all its clients count as one")]
    private static partial void LogUnknown(ILogger logger, string address);
}
