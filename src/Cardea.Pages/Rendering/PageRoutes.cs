using Cardea.AspNetCore.CrossSite;
using Cardea.AspNetCore.Links;
using Cardea.AspNetCore.OAuth;
using Cardea.AspNetCore.Problems;
using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.Pages.Rendering;

/// <summary>Maps pages and their forms.</summary>
/// <param name="routes">Where they are mapped.</param>
/// <param name="calls">The operations that they call.</param>
internal sealed partial class PageRoutes(IEndpointRouteBuilder routes, ContractCalls calls)
{
    private readonly HashSet<string> _pages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FormPlace> _forms = new(StringComparer.Ordinal);

    /// <summary>Maps a page.</summary>
    public void MapPage(string path, Func<PageContext, Task<IResult>> show) => MapGet(path, show);

    /// <summary>Maps a page to which a browser may come back from a provider. Its query says why, if the way back failed.</summary>
    public void MapReturn(string path, Func<PageContext, Task<IResult>> show) => MapGet(path, show).WithMetadata(new ReadsError());

    /// <summary>Maps where a form is sent to.</summary>
    /// <param name="path">The address in the form.</param>
    /// <param name="place">Where the form stands, and whose it is.</param>
    /// <param name="send">Does what the form asks for.</param>
    public void MapForm(string path, FormPlace place, Func<PageContext, PageForm, Task<IResult>> send)
    {
        _forms.Add(path, place);
        Mark(path, routes.MapPost(path, http => ServeFormAsync(http, send)).WithMetadata(new Limit(), place));
    }

    /// <summary>Sends a browser that opens the address of a form to the start page. This happens when a user reloads a page that answered a form.</summary>
    public void MapRest()
    {
        foreach (var path in _forms.Keys.Except(_pages).ToArray())
        {
            MapPage(path, static page => Task.FromResult(page.GoTo("/")));
        }
    }

    private IEndpointConventionBuilder MapGet(string path, Func<PageContext, Task<IResult>> show)
    {
        _pages.Add(path);
        var endpoint = routes.MapGet(path, http => ServeAsync(http, show)).AnswersHead();
        Mark(path, endpoint);
        if (path == "/")
        {
            // An app has a start page of its own, which comes first.
            endpoint.Add(static page => ((RouteEndpointBuilder)page).Order = int.MaxValue);
        }

        return endpoint;
    }

    private static void Mark(string path, IEndpointConventionBuilder endpoint) =>
        endpoint.WithMetadata(new OwnAnswers(), new PagePath(path)).ExcludeFromDescription();

    private Task ServeFormAsync(HttpContext http, Func<PageContext, PageForm, Task<IResult>> send) => ServeAsync(http, page => ReceiveAsync(page, send));

    private async Task ServeAsync(HttpContext http, Func<PageContext, Task<IResult>> serve)
    {
        var page = new PageContext(http, calls, _forms);
        IResult result;
        try
        {
            result = await serve(page);
        }
        catch (Exception exception) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            // A person reads the answer, so it is a page as well.
            LogFailed(http.RequestServices.GetRequiredService<ILogger<PageRoutes>>(), exception, http.Request.Path);
            result = ErrorPage.Of(page, StatusCodes.Status500InternalServerError);
        }

        await result.ExecuteAsync(http);
    }

    // The forms change accounts and begin sessions: no other site may send one, and none acts on another user than the page showed.
    private static async Task<IResult> ReceiveAsync(PageContext page, Func<PageContext, PageForm, Task<IResult>> send)
    {
        var http = page.Http;
        if (http.RequestServices.GetRequiredService<CrossSiteRules>().Decide(CrossSiteRules.SourceOf(http), asksForCookies: true) != CrossSiteDecision.Allowed)
        {
            return ErrorPage.Of(page, ContractProblem.CrossSite);
        }

        return await OAuthForm.ReadAsync(http.Request, http.RequestAborted) switch
        {
            OAuthFormReading.Readable(var form) => await TakeAsync(page, new(form), send),
            OAuthFormReading.Unreadable({ Status: StatusCodes.Status413PayloadTooLarge and var status }) => ErrorPage.Of(page, status),
            _ => ErrorPage.Of(page, StatusCodes.Status400BadRequest),
        };
    }

    private static async Task<IResult> TakeAsync(PageContext page, PageForm form, Func<PageContext, PageForm, Task<IResult>> send)
    {
        page.Sent = form;
        return page.Place is { } place && await ShownUser.IsAnotherAsync(page, place, form) ? page.GoBack(ShownUser.Another) : await send(page, form);
    }

    [LoggerMessage(EventId = 1401, Level = LogLevel.Error, Message = "The page {Path} was answered 500")]
    private static partial void LogFailed(ILogger logger, Exception exception, string path);

    private sealed class Limit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => 64 * 1024;
    }
}
