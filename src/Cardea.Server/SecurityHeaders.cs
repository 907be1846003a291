namespace Cardea.Server;

/// <summary>Headers of every answer: a browser guesses no content type, and comes back over TLS only (RFC 6797).</summary>
internal sealed class SecurityHeaders(IConfiguration configuration, UnknownProxyWarning unknownProxy) : IStartupFilter
{
    // A year. Subdomains are not included: the server does not know whose they are.
    private const string StrictTransportSecurity = "max-age=31536000";

    // Browsers keep the header by host, not by port. With it, http://localhost of every other program would stop working.
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    // A wrong value ends the start: see SettingsCheck.
    private readonly bool _isHstsOn = !bool.TryParse(configuration[$"{CardeaOptions.Section}:{ServerSettings.Hsts}"], out var isOn) || isOn;

    // Around the whole pipeline: what authorization refuses never reaches the middleware that is added to the app.
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseForwardedHeaders();
        app.Use(AddAsync);
        next(app);
    };

    private Task AddAsync(HttpContext context, RequestDelegate next)
    {
        unknownProxy.Look(context);

        // When the answer starts: until then an error page would remove the headers.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            if (_isHstsOn && context.Request.IsHttps && !Loopback.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
            {
                context.Response.Headers.StrictTransportSecurity = StrictTransportSecurity;
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
