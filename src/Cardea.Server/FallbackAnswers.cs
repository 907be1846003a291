using Cardea.AspNetCore.Problems;
using Cardea.Pages.Contract;
using Cardea.Pages.Rendering;

namespace Cardea.Server;

/// <summary>
/// Adds the body to an answer that has only a status, such as 404 for an address that does not exist. A person who opened the address in
/// a browser gets a page. A program gets problem details.
/// </summary>
internal static class FallbackAnswers
{
    // Programs call what is below these paths. They get problem details also where a browser opens the address.
    private static readonly PathString[] OfPrograms = ["/auth", "/admin", "/oauth", "/.well-known", "/health", "/openapi"];

    public static void UseFallbackAnswers(this WebApplication app)
    {
        var calls = new ContractCalls(app);
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerAsync });
        app.UseStatusCodePages(context => AnswerAsync(context.HttpContext));

        Task AnswerAsync(HttpContext context) => IsForPeople(context.Request)
            ? ErrorPage.Of(new(context, calls), context.Response.StatusCode).ExecuteAsync(context)
            : ContractProblem.AnswerBareStatusAsync(context);
    }

    private static bool IsForPeople(HttpRequest request) =>
        BrowserNavigation.IsOne(request) && !Array.Exists(OfPrograms, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));
}
