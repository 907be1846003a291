using Cardea.AspNetCore.Audit;
using Cardea.Pages.Rendering;

namespace Cardea.Pages.Console;

/// <summary>A page of the console.</summary>
/// <param name="page">The request.</param>
/// <param name="section">Its entry of the navigation.</param>
internal abstract class ConsoleView(PageContext page, Section section) : PageView(page)
{
    public override string TitleKey => section.TitleKey;

    public override Section? Section => section;

    /// <summary>The page of a user.</summary>
    public string LinkToUser(string id) => Link($"/console/users/{Uri.EscapeDataString(id)}");

    /// <summary>An event in words. A kind without words is shown by its name.</summary>
    public string Words(EventResponse happened) => NameOf(happened.Event);

    /// <summary>A kind of event in words, as an administrator reads them.</summary>
    public string NameOf(string kind) => Texts.Find($"console.event.{kind}") ?? Texts.Find($"event.{kind}") ?? kind.Replace('_', ' ');

    /// <summary>This page with another query. Parameters without a value stay out.</summary>
    public string LinkWith(params ReadOnlySpan<(string Name, string? Value)> query) => Link(section.Path) + ConsoleQuery.Of(query);
}
