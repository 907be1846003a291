using Cardea.AspNetCore.Accounts;
using Cardea.Pages.Rendering;

namespace Cardea.Pages.Account;

/// <summary>The page with the account itself.</summary>
/// <param name="page">The request.</param>
/// <param name="me">The user.</param>
internal sealed class AccountView(PageContext page, MeResponse me) : PageView(page)
{
    public override string TitleKey => "account.title";

    public override Section? Section => Rendering.Section.Account;

    public MeResponse Me => me;
}
