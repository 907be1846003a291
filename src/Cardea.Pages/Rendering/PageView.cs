using System.Text.Json;
using Cardea.Pages.Contract;
using Cardea.Pages.Texts;

namespace Cardea.Pages.Rendering;

/// <summary>What a page shows.</summary>
/// <param name="page">The request.</param>
internal abstract class PageView(PageContext page)
{
    public PageContext Page => page;

    public PageTexts Texts => page.Texts;

    /// <summary>The key of the title.</summary>
    public abstract string TitleKey { get; }

    /// <summary>The title.</summary>
    public virtual string Title => this[TitleKey];

    /// <summary>What the page tells its reader before all else; null for nothing.</summary>
    public Notice? Notice { get; init; }

    /// <summary>The entry of the navigation that the page belongs to; null for a page without navigation.</summary>
    public virtual Section? Section => null;

    /// <summary>The address that the page leads to by itself; null if it stays.</summary>
    public string? Onward { get; init; }

    /// <summary>A text.</summary>
    public string this[string key] => page.Texts[key];

    /// <summary>What the script says when a passkey is not used or the server refuses: texts by their keys, as JSON.</summary>
    public string PasskeyTexts => JsonSerializer.Serialize(Refusals.Texts(Texts), PagesJson.Default.DictionaryStringString);

    /// <summary>The address of a file, with a mark of its content: a browser may keep it for good.</summary>
    public string Asset(string name) => page.Link($"/account/assets/{name}?v={page.Assets.MarkOf(name)}");

    /// <summary>The address of a page.</summary>
    public string Link(string path) => page.Link(path);
}
