using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Cardea.Server.Tests.Cookies;

namespace Cardea.Server.Tests.Pages;

/// <summary>A browser without scripts: it reads pages, fills in their forms and follows where they lead.</summary>
internal sealed class FormBrowser : IDisposable
{
    /// <summary>The field with the user whom the page shows.</summary>
    public const string ShownTo = "shownTo";

    private const int MostRedirects = 5;

    private static readonly HtmlParser Parser = new();

    private readonly CookieBrowser _browser;
    private string? _shownTo;

    public FormBrowser(Uri address) => _browser = new(address);

    /// <summary>A browser with the cookies of another way to use it.</summary>
    public FormBrowser(CookieBrowser browser) => _browser = browser;

    /// <summary>The headers that go with each request.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.Ordinal);

    /// <summary>The page.</summary>
    public IHtmlDocument Page { get; private set; } = Parser.ParseDocument("");

    /// <summary>The path and query of the page.</summary>
    public string Path { get; private set; } = "";

    public int Status { get; private set; }

    public string Heading => Page.QuerySelector("h1")?.TextContent ?? Page.Body!.TextContent;

    /// <summary>What the page tells its reader before all else.</summary>
    public string Notice => Page.QuerySelector(".cardea-notice")?.TextContent.Trim() ?? "";

    /// <summary>What the page shows.</summary>
    public string Text => Page.QuerySelector("main")!.TextContent;

    public HttpResponseMessage? Answer { get; private set; }

    /// <summary>The status of the first answer, before the browser was led elsewhere.</summary>
    public int FirstStatus { get; private set; }

    public CookieBrowser Cookies => _browser;

    public Task<FormBrowser> OpenAsync(string path) => GoAsync(HttpMethod.Get, path, form: null);

    /// <summary>Sends a form of the page.</summary>
    /// <param name="action">How the address of the form ends.</param>
    /// <param name="fields">What is filled in; the hidden fields are sent as well.</param>
    public async Task<FormBrowser> SendAsync(string action, params (string Name, string Value)[] fields)
    {
        var forms = Page.QuerySelectorAll("form").Where(form => form.GetAttribute("action")!.EndsWith(action, StringComparison.Ordinal));
        var form = forms.FirstOrDefault(form => fields.All(field => form.QuerySelector($"[name='{field.Name}']") is not null))
            ?? throw new InvalidOperationException($"No form of {Path} leads to {action} and has these fields: {Page.Body!.InnerHtml}");
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var input in form.QuerySelectorAll("input[name]").OfType<IHtmlInputElement>())
        {
            if ((input.Type == "hidden" && input.Value.Length > 0) || (input.Type == "checkbox" && input.IsChecked))
            {
                values[input.Name!] = input.Value;
            }
        }

        foreach (var (name, value) in fields)
        {
            values[name] = value;
        }

        return await GoAsync(HttpMethod.Post, form.GetAttribute("action")!, values);
    }

    /// <summary>Presses a button that sends its form elsewhere.</summary>
    /// <param name="action">How the address of the button ends.</param>
    /// <param name="stays">Whether the box "Stay signed in" is checked.</param>
    /// <param name="value">The value of the button, where several lead to the address.</param>
    public async Task<FormBrowser> PressAsync(string action, bool stays = true, string value = "")
    {
        var button = Page.QuerySelectorAll("button[formaction]").OfType<IHtmlButtonElement>()
            .First(button => button.GetAttribute("formaction")!.EndsWith(action, StringComparison.Ordinal) && button.Value == value);
        var form = button.Form ?? throw new InvalidOperationException($"The button belongs to no form: {button.OuterHtml}");
        var values = form.QuerySelectorAll("input[type=hidden][name]").OfType<IHtmlInputElement>().ToDictionary(static input => input.Name!, static input => input.Value);
        if (stays)
        {
            values["stay"] = "true";
        }

        if (button.Name is { Length: > 0 } name)
        {
            values[name] = button.Value;
        }

        return await GoAsync(HttpMethod.Post, button.GetAttribute("formaction")!, values);
    }

    /// <summary>Unchecks the box "Stay signed in" of all forms of the page.</summary>
    public FormBrowser Uncheck(string name = "stay")
    {
        foreach (var box in Page.QuerySelectorAll($"input[type=checkbox][name='{name}']").OfType<IHtmlInputElement>())
        {
            box.IsChecked = false;
        }

        return this;
    }

    /// <summary>True if the cookies of the session stay when the browser is closed; null if the last answers set none.</summary>
    public bool? IsPersistent { get; private set; }

    /// <summary>Sends a form that no page has, for the user whom the pages showed last.</summary>
    public Task<FormBrowser> ForgeAsync(string path, params (string Name, string Value)[] fields)
    {
        var form = fields.ToDictionary(static field => field.Name, static field => field.Value);
        if (_shownTo is not null)
        {
            form.TryAdd(ShownTo, _shownTo);
        }

        return GoAsync(HttpMethod.Post, path, form);
    }

    public void Dispose()
    {
        _browser.Dispose();
        Answer?.Dispose();
    }

    private async Task<FormBrowser> GoAsync(HttpMethod method, string path, Dictionary<string, string>? form)
    {
        (string, string)[] headers = [.. Headers.Select(static header => (header.Key, header.Value))];
        using var content = form is null ? null : new FormUrlEncodedContent(form);
        Answer?.Dispose();
        Answer = await _browser.SendContentAsync(method, path, content, headers);
        FirstStatus = (int)Answer.StatusCode;
        TakePersistence();
        for (var count = 0; Answer.Headers.Location is { } next && count < MostRedirects; count++)
        {
            path = next.IsAbsoluteUri ? next.PathAndQuery : next.OriginalString;
            Answer.Dispose();
            Answer = await _browser.SendContentAsync(HttpMethod.Get, path, body: null, headers);
            TakePersistence();
        }

        (Path, Status) = (path, (int)Answer.StatusCode);
        Page = await Parser.ParseDocumentAsync(await Answer.Content.ReadAsStringAsync());
        _shownTo = Page.QuerySelector($"input[name={ShownTo}]")?.GetAttribute("value") ?? _shownTo;
        return this;
    }

    private void TakePersistence()
    {
        if (_browser.LastSet.FirstOrDefault(set => set.StartsWith($"{_browser.RefreshName}=", StringComparison.Ordinal)) is { } cookie)
        {
            IsPersistent = cookie.Contains("max-age=", StringComparison.OrdinalIgnoreCase) || cookie.Contains("expires=", StringComparison.OrdinalIgnoreCase);
        }
    }
}
