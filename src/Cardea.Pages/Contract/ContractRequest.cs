using Cardea.Pages.Texts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace Cardea.Pages.Contract;

/// <summary>
/// The request of a page, while it is the request of an operation. Cookies and other headers stay as they are. When it is disposed, it is
/// the page's own request again, and of the answer only cookies and the rules for caches are left.
/// </summary>
internal sealed class ContractRequest : IDisposable
{
    private readonly HttpContext _http;
    private readonly MemoryStream _answer;
    private readonly StreamResponseBodyFeature _sink;
    private readonly Endpoint? _endpoint;
    private readonly IHttpResponseBodyFeature _pageSink;
    private readonly IHttpRequestBodyDetectionFeature? _detection;
    private readonly StringValues _acceptLanguage;
    private readonly (string Method, PathString Path, QueryString Query, string? Type, long? Length, Stream Body, RouteValueDictionary Values) _page;

    public ContractRequest(HttpContext http, Endpoint endpoint, MemoryStream answer)
    {
        (_http, _answer, _endpoint) = (http, answer, http.GetEndpoint());
        var request = http.Request;
        _page = (request.Method, request.Path, request.QueryString, request.ContentType, request.ContentLength, request.Body, request.RouteValues);
        _acceptLanguage = request.Headers.AcceptLanguage;
        _pageSink = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _detection = http.Features.Get<IHttpRequestBodyDetectionFeature>();
        _sink = new(answer);
        http.Features.Set<IHttpResponseBodyFeature>(_sink);
        http.SetEndpoint(endpoint);
    }

    public void Set(Operation operation, IReadOnlyList<string> values, byte[]? body, string query)
    {
        var request = _http.Request;
        request.Method = operation.Method;
        (var path, request.RouteValues) = operation.With(values);
        request.Path = path;
        request.QueryString = new(query);
        request.ContentType = body is null ? null : "application/json";
        request.ContentLength = body?.Length;
        request.Body = body is null ? Stream.Null : new MemoryStream(body, writable: false);
        _http.Features.Set<IHttpRequestBodyDetectionFeature>(new Detection(body is not null));

        // Mails speak the language that somebody chose on a page.
        if (TextCatalog.ChosenIn(request) is { } language)
        {
            request.Headers.AcceptLanguage = language;
        }
    }

    public async Task<ContractAnswer> FinishAsync()
    {
        await _sink.CompleteAsync();
        return new(_http.Response.StatusCode, _answer.ToArray(), _http.Response.Headers.RetryAfter);
    }

    public void Dispose()
    {
        var request = _http.Request;
        (request.Method, request.Path, request.QueryString, request.ContentType, request.ContentLength, request.Body, request.RouteValues) = _page;
        request.Headers.AcceptLanguage = _acceptLanguage;
        _http.Features.Set(_pageSink);
        _http.Features.Set(_detection);
        _http.SetEndpoint(_endpoint);
        _sink.Dispose();

        var response = _http.Response;
        response.StatusCode = StatusCodes.Status200OK;
        (response.ContentType, response.ContentLength) = (null, null);
        response.Headers.RetryAfter = default;
        response.Headers.WWWAuthenticate = default;
        response.Headers.Location = default;
        response.Headers.ContentDisposition = default;
    }

    private sealed class Detection(bool canHaveBody) : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => canHaveBody;
    }
}
