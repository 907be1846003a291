using Cardea.Pages.Contract;

namespace Cardea.Pages.Rendering;

/// <summary>The navigation of a page: entries whose operations the app has, and that the user may open.</summary>
internal static class Navigation
{
    /// <summary>The entries beside a section. The console and the account lead to each other.</summary>
    public static IEnumerable<(string Title, string Path, bool IsCurrent)> Around(Section section, PageContext page)
    {
        var entries = section.IsConsole ? OfConsole(page) : OfAccount(page);
        return entries.Select(entry => (page.Texts[entry.IsConsole && !section.IsConsole ? "console.title" : entry.TitleKey], entry.Path, entry == section));
    }

    private static IEnumerable<Section> OfAccount(PageContext page)
    {
        yield return Section.Devices;
        if (page.Has(Operations.AuthenticatorState))
        {
            yield return Section.Security;
        }

        yield return Section.Account;
        if (page.IsAdministrator && page.Has(Operations.Statistics))
        {
            yield return Section.Figures;
        }
    }

    private static IEnumerable<Section> OfConsole(PageContext page) =>
        [Section.Figures, Section.Users, Section.Invitations, Section.Events, Section.Keys, Section.Account];
}
