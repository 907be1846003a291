using Cardea.Accounts;
using Cardea.AspNetCore.Cookies;
using Cardea.AspNetCore.Links;
using Cardea.Cookies;
using Cardea.Pages.Contract;
using Cardea.Pages.Files;
using Cardea.Pages.Forms;
using Cardea.Pages.Texts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Pages.Rendering;

/// <summary>The request of a page: its language, its addresses, and the operations that it calls.</summary>
internal sealed class PageContext(HttpContext http, ContractCalls calls, IReadOnlyDictionary<string, FormPlace>? forms = null)
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

    /// <summary>The address of this page, with its query, to come back to. The answer to a form has the address of the page that the form stands on.</summary>
    public string Own =>
        Place is { } place ? WithReturn(Link(place.PathOf(Sent)), Return ?? Sent?["return"])
        : HttpMethods.IsPost(http.Request.Method) ? Link("/")
        : http.Request.PathBase + http.Request.Path + http.Request.QueryString;

    /// <summary>Where the form stands that was sent; null if the page was only opened.</summary>
    public FormPlace? Place => http.GetEndpoint()?.Metadata.GetMetadata<FormPlace>();

    /// <summary>The form that was sent; null if the page was only opened.</summary>
    public PageForm? Sent { get; set; }

    /// <summary>The address to return to after a sign-in, where the form has no field for it.</summary>
    public string? Return { get; set; }

    /// <summary>Where a form of the pages stands; null for an address that takes no form.</summary>
    /// <param name="address">The address in the form.</param>
    public FormPlace? FindPlace(string address) =>
        address.StartsWith(_base, StringComparison.Ordinal) ? forms?.GetValueOrDefault(address[_base.Length..]) : null;

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

    /// <summary>Sends the browser back to the page of the form, which says what was refused.</summary>
    /// <param name="error">The code of the refusal.</param>
    public IResult GoBack(string error) => SeeOther.To(QueryHelpers.AddQueryString(Own, "error", error));

    private string WithReturn(string address, string? back) =>
        ReturnAddress.Find(back, Options) is { } found ? QueryHelpers.AddQueryString(address, "return", found) : address;

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
