using Cardea.AspNetCore.Problems;
using Cardea.Pages.Contract;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Rendering;

/// <summary>A page that says what went wrong, where no other page can.</summary>
internal static class ErrorPage
{
    private const string NotFound = "not_found";

    /// <summary>The page for a status.</summary>
    public static IResult Of(PageContext page, int status) => Of(page, ContractProblem.OfStatus(status));

    /// <summary>The page for a problem.</summary>
    public static IResult Of(PageContext page, Problem problem) =>
        Show(
            page,
            new(page.Texts.Find($"problem.{problem.Code}") ?? problem.Detail, IsError: true, problem.RetryAfter, problem.Status),
            problem.Code == NotFound ? "error.not-found" : "error.title");

    /// <summary>The page for the answer of an operation.</summary>
    public static IResult Of(PageContext page, ContractAnswer answer) => Show(page, Notice.Of(answer, page.Texts), "error.title");

    private static PageResult Show(PageContext page, Notice notice, string title)
    {
        var view = new MessageView(page, title) { Notice = notice, NextKey = "error.next", Next = "/" };
        return new(new Slices_Message { Model = view }, view);
    }
}
