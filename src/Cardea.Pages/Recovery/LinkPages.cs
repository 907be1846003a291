using Cardea.AspNetCore;
using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Cardea.Pages.SignIn;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Recovery;

/// <summary>Signing in by a mailed link. The link works in the browser that asked for it, which keeps a secret in a cookie.</summary>
internal static class LinkPages
{
    private const string Path = "/account/link";

    public static void Map(PageRoutes pages)
    {
        pages.MapPage(Path, static page => Task.FromResult(Show(page, page.Query("return"), email: null, notice: null)));
        pages.MapForm(Path, AskAsync);
        pages.MapForm("/account/link/open", OpenAsync);
    }

    private static IResult Show(PageContext page, string? back, string? email, Notice? notice)
    {
        if (!page.Has(Operations.AskForLink))
        {
            return page.GoTo("/account/sign-in");
        }

        var view = new ForgotView(page, "link.title", Path) { TextKey = "link.text", Email = email, Return = Returning.Read(page, back), Notice = notice };
        var open = new CodeView(page, "link.title") { IsOfThisBrowser = LinkCookie.Read(page) is not null };
        return new PageResult(new Slices_Link { Model = (view, open) }, view);
    }

    private static async Task<IResult> AskAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.AskForLink, body: form.ToJson().Texts("email").ToArray());
        if (!answer.IsSuccess)
        {
            return Show(page, form["return"], form["email"], Notice.Of(answer, page.Texts));
        }

        LinkCookie.Write(page, answer.Read(CardeaJsonContext.Default.LinkResponse).BrowserToken);
        return ShowSent(page, notice: null);
    }

    private static PageResult ShowSent(PageContext page, Notice? notice)
    {
        var view = new CodeView(page, "sent.title") { Notice = notice };
        return new(new Slices_LinkSent { Model = view }, view);
    }

    private static async Task<IResult> OpenAsync(PageContext page, PageForm form)
    {
        var body = form.ToJson().MailedCode().Text("browserToken", LinkCookie.Read(page)).ToArray();
        var answer = await page.SendAsync(Operations.OpenLink, body: body, query: "?useCookies=true");
        if (SignInSteps.GoOn(page, Trip.Of(form), answer) is { } next)
        {
            LinkCookie.Delete(page);
            return next;
        }

        return ShowSent(page, Notice.Of(answer, page.Texts));
    }
}
