using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.OpenApi;
using Scalar.AspNetCore;

namespace Cardea.Server.Reference;

/// <summary>The OpenAPI document and the page that shows it.</summary>
internal static class ApiReference
{
    /// <summary>The address of the page.</summary>
    public const string Page = "/docs";

    // The page shares its origin with the cookies of the sign-in, and its script is not ours. The browser lets it ask nobody else.
    private const string Policy =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>True if the server has the page: by default in development only.</summary>
    // A wrong value ends the start: see SettingsCheck.
    public static bool HasPage(WebApplication app) =>
        bool.TryParse(app.Configuration[$"{CardeaOptions.Section}:{ServerSettings.ApiReference}"], out var isOn) ? isOn : app.Environment.IsDevelopment();

    public static void AddReference(this IServiceCollection services) =>
        services.AddOpenApi(static options =>
        {
            options.AddDocumentTransformer<DescribeDocument>();
            options.AddCardea();
        });

    public static void MapReference(this WebApplication app)
    {
        app.MapOpenApi().AnswersHead();
        if (HasPage(app))
        {
            app.MapScalarApiReference(Page, static options => options
                .WithTitle("Cardea").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideClientButton().HideDeveloperTools()).AnswersHead().Add(Guard);
        }
    }

    private static void Guard(EndpointBuilder endpoint)
    {
        var serve = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = http =>
        {
            http.Response.Headers.ContentSecurityPolicy = Policy;
            return serve(http);
        };
    }
}
