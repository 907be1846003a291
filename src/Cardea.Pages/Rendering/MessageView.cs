namespace Cardea.Pages.Rendering;

/// <summary>A page that only says something, and where to go on.</summary>
/// <param name="page">The request.</param>
/// <param name="title">The key of the title.</param>
internal sealed class MessageView(PageContext page, string title) : PageView(page)
{
    public override string TitleKey => title;

    /// <summary>The key of the text; null if the notice says it all.</summary>
    public string? TextKey { get; init; }

    /// <summary>The key of the link's text; null without a link.</summary>
    public string? NextKey { get; init; }

    /// <summary>The path that the link leads to.</summary>
    public string Next { get; init; } = "/";
}
