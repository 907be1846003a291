using Cardea.Accounts;
using Cardea.AspNetCore.Cookies;
using Cardea.AspNetCore.Links;
using Cardea.Pages.Contract;
using Cardea.Pages.Files;
using Cardea.Pages.Texts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Pages.Rendering;

/// <summary>The request of a page: its language, its addresses, and the operations that it calls.</summary>
internal sealed class PageContext(HttpContext http, ContractCalls calls)
{
    private readonly string _base = BaseOf(http);

    public HttpContext Http => http;

    public PageTexts Texts { get; } = TextCatalog.For(http.Request);

    public CardeaOptions Options { get; } = http.RequestServices.GetRequiredService<CardeaOptions>();

    /// <summary>True if this app has an operation.</summary>
    public bool Has(Operation operation) => calls.Has(operation);

    /// <inheritdoc cref="ContractCalls.SendAsync"/>
    public Task<ContractAnswer> SendAsync(Operation operation, IReadOnlyList<string>? values = null, byte[]? body = null, string query = "") =>
        calls.SendAsync(http, operation, values, body, query);

    /// <summary>True if the session of the last operation is one of an administrator.</summary>
    public bool IsAdministrator => http.User.IsInRole(Role.Administrator);

    /// <summary>The providers that people can sign in with.</summary>
    public async Task<IReadOnlyList<ProviderChoice>> ProvidersAsync() =>
        Has(Operations.Providers) ? (await SendAsync(Operations.Providers)).Read(PagesJson.Default.ProviderChoices).Providers : [];

    /// <summary>The address of a page, below the prefix that the app chose.</summary>
    /// <param name="path">Such as <c>/account/devices</c>.</param>
    public string Link(string path) => _base + path;

    /// <summary>The address of a page for other hosts.</summary>
    /// <param name="path">Such as <c>/account/devices</c>.</param>
    public string Address(string path) => http.RequestServices.GetRequiredService<PublicAddresses>().Of(path, http.Request.PathBase);

    /// <summary>The address of this page, with its query, to come back to.</summary>
    public string Own => HttpMethods.IsPost(http.Request.Method) ? Link("/account") : http.Request.PathBase + http.Request.Path + http.Request.QueryString;

    /// <summary>The languages other than this page's, each with its own name.</summary>
    public IEnumerable<(string Code, string Name)> OtherLanguages =>
        TextCatalog.Languages.Where(language => language != Texts.Language).Select(static language => (language, TextCatalog.In(language)["language"]));

    /// <summary>The files that the pages load.</summary>
    public PageAssets Assets { get; } = http.RequestServices.GetRequiredService<PageAssets>();

    /// <summary>A parameter of the query; null if it is missing or empty.</summary>
    public string? Query(string name) => http.Request.Query[name] is [{ Length: > 0 } value] ? value : null;

    /// <summary>The names of the filled fields of the form that was sent, separated by spaces; an empty text if the page was only opened.</summary>
    public string SentFields =>
        http.Features.Get<IFormFeature>()?.Form is { } form ? string.Join(' ', form.Where(static pair => pair.Value.ToString().Length > 0).Select(static pair => pair.Key)) : "";

    /// <summary>Sends the browser to a page, which it gets with GET.</summary>
    public IResult GoTo(string path) => SeeOther.To(Link(path));

    // An address without a page has no endpoint. Only the server answers it with a page, and the server's pages have no prefix.
    private static string BaseOf(HttpContext http)
    {
        if (http.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<PagePath>() is not { Path: var own })
        {
            return http.Request.PathBase;
        }

        var pattern = $"/{endpoint.RoutePattern.RawText?.TrimStart('/')}";
        return http.Request.PathBase + pattern[..^own.Length].TrimEnd('/');
    }
}
