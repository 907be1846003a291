using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Cookies;
using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Cardea.Pages.SignIn;

/// <summary>
/// A form that was refused, on its way to a page that the browser gets with GET: so neither Back nor Reload sends a password again. A cookie
/// carries what the page shows anew, without passwords and codes, and the address has the code of the refusal.
/// </summary>
/// <param name="Page">The path of the page.</param>
/// <param name="Code">The code of the refusal.</param>
/// <param name="Fields">The fields that the page shows anew.</param>
/// <param name="Until">The end of the pause; null without one.</param>
/// <param name="Sent">The names of the filled fields.</param>
internal sealed record RefusedForm(string Page, string Code, Dictionary<string, string> Fields, DateTimeOffset? Until, string Sent)
{
    // A browser throws a longer cookie away.
    private const int LongestText = 3_000;

    // Longer than most pauses.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    /// <summary>The fields as a form.</summary>
    [JsonIgnore]
    public PageForm Form => new(new(new FormCollection(Fields.ToDictionary(static pair => pair.Key, static pair => new StringValues(pair.Value)))));

    /// <summary>Leads to the page.</summary>
    /// <param name="page">The request.</param>
    /// <param name="form">The form.</param>
    /// <param name="answer">The refusal.</param>
    /// <param name="path">The path of the page.</param>
    /// <param name="fields">The fields that the page shows anew.</param>
    /// <returns>Null if the page must answer the form itself: its words are longer than a code, a cookie is too small, or the server failed.</returns>
    public static IResult? GoBack(PageContext page, PageForm form, ContractAnswer answer, string path, params ReadOnlySpan<string> fields)
    {
        if (!Notice.IsSaidByCode(answer, page.Texts))
        {
            return null;
        }

        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in fields)
        {
            if (form[name] is { } value)
            {
                kept.Add(name, value);
            }
        }

        var refused = new RefusedForm(path, answer.Code!, kept, answer.RetryAfter is { } pause ? Now(page) + pause : null, page.SentFields);
        var text = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(refused, RefusedJson.Default.RefusedForm));
        if (text.Length > LongestText)
        {
            return null;
        }

        page.Http.Response.Cookies.Append(NameOf(page).Text, text, Options(page, Lifetime));
        var address = QueryHelpers.AddQueryString(page.Link(path), "error", refused.Code);
        return SeeOther.To(Returning.Read(page, form["return"]) is { } back ? QueryHelpers.AddQueryString(address, "return", back) : address);
    }

    /// <summary>Reads the form that was refused.</summary>
    /// <param name="page">The request.</param>
    /// <param name="path">The path of the page.</param>
    /// <returns>Null if the address of the page names no refusal, or another one.</returns>
    public static RefusedForm? Read(PageContext page, string path) =>
        page.Query("error") is { } code && page.Http.Request.Cookies[NameOf(page).Text] is { } text && Parse(text) is { } refused && refused.Page == path && refused.Code == code
            ? refused
            : null;

    /// <summary>Says what was refused, and how long the pause still is. After the pause there is nothing to say.</summary>
    /// <param name="page">The request.</param>
    public Notice? Words(PageContext page) =>
        Notice.Of(page) is not { } notice || Until is not { } end ? Notice.Of(page)
        : end > Now(page) ? notice with { RetryAfter = TimeSpan.FromSeconds(Math.Ceiling((end - Now(page)).TotalSeconds)), Status = StatusCodes.Status429TooManyRequests, Sent = Sent }
        : null;

    /// <summary>Forgets the form when the sign-in has gone on.</summary>
    public static void Forget(PageContext page)
    {
        if (page.Http.Request.Cookies.ContainsKey(NameOf(page).Text))
        {
            page.Http.Response.Cookies.Delete(NameOf(page).Text, Options(page, lifetime: null));
        }
    }

    private static RefusedForm? Parse(string text)
    {
        try
        {
            return Base64Url.IsValid(text)
                && JsonSerializer.Deserialize(Base64Url.DecodeFromChars(text), RefusedJson.Default.RefusedForm) is { Page: not null, Code: not null, Fields: not null, Sent: not null } refused
                ? refused
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DateTimeOffset Now(PageContext page) => page.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    private static CookieName NameOf(PageContext page) => CookieName.OfPath(page.Options, "refused");

    private static CookieOptions Options(PageContext page, TimeSpan? lifetime) =>
        new() { HttpOnly = true, Secure = NameOf(page).IsSecure, SameSite = SameSiteMode.Lax, Path = page.Link("/account"), MaxAge = lifetime, IsEssential = true };
}

/// <summary>Writes the cookie.</summary>
[JsonSerializable(typeof(RefusedForm))]
internal sealed partial class RefusedJson : JsonSerializerContext;
