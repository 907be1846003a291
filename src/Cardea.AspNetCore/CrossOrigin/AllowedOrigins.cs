using System.Collections.Concurrent;
using Cardea.Cookies;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Cardea.AspNetCore.CrossOrigin;

/// <summary>
/// Lets the scripts of allowed origins read the answers of Cardea's own endpoints (CORS, Fetch standard, section 3.2). The policy is
/// registered under <see cref="Policy"/>, so an app can use it for its own endpoints.
/// </summary>
internal sealed partial class AllowedOrigins(ICorsService cors, IOptions<CorsOptions> policies, CardeaOptions options, ILogger<AllowedOrigins> logger)
{
    /// <summary>The name of the policy.</summary>
    public const string Policy = "Cardea";

    private const int MostNamed = 20;

    private readonly ConcurrentDictionary<string, bool> _named = new(StringComparer.Ordinal);

    /// <summary>Registers the policy.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<CardeaOptions>(static (cors, options) => cors.AddPolicy(
            Policy,
            policy => policy
                .WithOrigins([.. options.AllowedOrigins])
                .AllowCredentials()
                .AllowAnyHeader()
                .AllowAnyMethod()
                .WithExposedHeaders(HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate)
                .SetPreflightMaxAge(TimeSpan.FromHours(2))));
    }

    /// <summary>True if the settings list an origin.</summary>
    public bool AreAny { get; } = options.AllowedOrigins.Count > 0;

    /// <summary>True if a browser asks whether a script may send a request.</summary>
    public static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method)
        && request.Headers.Origin.Count > 0 && request.Headers.AccessControlRequestMethod.Count > 0;

    /// <summary>Logs the origin of a preflight that is not listed, once. The browser tells the script nothing.</summary>
    public void Name(HttpRequest request)
    {
        if (request.Headers.Origin is [{ } origin]
            && !options.AllowedOrigins.Contains(origin, StringComparer.Ordinal) && WebOrigin.Of(origin) == origin
            && _named.Count < MostNamed && _named.TryAdd(origin, true))
        {
            LogRefused(logger, origin);
        }
    }

    /// <summary>Adds the headers to an answer.</summary>
    public void Apply(HttpContext context)
    {
        if (!AreAny)
        {
            return;
        }

        // A cache must not give one origin the answer that another got.
        var headers = context.Response.Headers;
        if (!headers.Vary.Any(static value => value?.Contains(HeaderNames.Origin, StringComparison.OrdinalIgnoreCase) is true))
        {
            headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        }

        if (context.Request.Headers.Origin is { Count: 1 } origin && options.AllowedOrigins.Contains(origin.ToString(), StringComparer.Ordinal))
        {
            var policy = policies.Value.GetPolicy(Policy)!;
            cors.ApplyResult(cors.EvaluatePolicy(context, policy), context.Response);
        }
    }

    [LoggerMessage(EventId = 14, Level = LogLevel.Information, Message = "A script of {Origin} asks, and its browser lets it read no answer: if it is yours, add the origin to Cardea:AllowedOrigins")]
    private static partial void LogRefused(ILogger logger, string origin);
}
