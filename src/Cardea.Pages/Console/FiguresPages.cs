using Cardea.AspNetCore;
using Cardea.Pages.Account;
using Cardea.Pages.Contract;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Console;

/// <summary>What happens on all nodes, and how each node and each resource API is.</summary>
internal static class FiguresPages
{
    public static void Map(PageRoutes pages) => pages.MapPage(Section.Figures.Path, ShowAsync);

    private static async Task<IResult> ShowAsync(PageContext page)
    {
        var answer = await page.SendAsync(Operations.Statistics);
        if (!answer.IsSuccess)
        {
            return await SignedOut.AnswerAsync(page, answer);
        }

        var view = new FiguresView(page, answer.Read(CardeaJsonContext.Default.StatisticsResponse)) { Notice = Notice.Of(page) };
        return new PageResult(new Slices_Console_Figures { Model = view }, view);
    }
}
