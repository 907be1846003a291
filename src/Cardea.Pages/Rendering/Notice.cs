using Cardea.Pages.Contract;
using Cardea.Pages.Texts;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Rendering;

/// <summary>What a page tells its reader before all else.</summary>
/// <param name="Text">The text: what happened, and what to do.</param>
/// <param name="IsError">True if something went wrong.</param>
/// <param name="RetryAfter">The pause before another try; null without one.</param>
/// <param name="Status">The HTTP status of the page.</param>
/// <param name="Sent">The names of the filled fields of a form that was sent before; null for the form of this request.</param>
internal sealed record Notice(string Text, bool IsError = true, TimeSpan? RetryAfter = null, int Status = StatusCodes.Status200OK, string? Sent = null)
{
    /// <summary>Says what went wrong with an operation.</summary>
    public static Notice Of(ContractAnswer answer, PageTexts texts)
    {
        var problem = answer.Problem!;

        // The server says in English what is wrong with a member. Other languages have one sentence for each member.
        var text = problem.Errors is { Count: > 0 } errors ? string.Join(' ', errors.SelectMany(error => Words(error.Key, error.Value, texts)))
            : texts.Find($"problem.{problem.Code}") ?? problem.Detail;
        return new(text, IsError: true, answer.RetryAfter, answer.Status);
    }

    /// <summary>True if the code of a refusal alone says what went wrong. A failure of the server is not one: it may be over when the form is sent again.</summary>
    public static bool IsSaidByCode(ContractAnswer answer, PageTexts texts) =>
        answer is { Status: < StatusCodes.Status500InternalServerError, Problem: { Errors: null or { Count: 0 } } problem } && texts.Find($"problem.{problem.Code}") is not null;

    /// <summary>Says what the address of a page carries: that something was done, or that a way back from a provider failed.</summary>
    public static Notice? Of(PageContext page) =>
        page.Texts.Find($"problem.{page.Query("error")}") is { } problem ? new(problem)
        : page.Texts.Find($"done.{page.Query("done")}") is { } done ? new(done, IsError: false)
        : null;

    private static string[] Words(string member, string[] faults, PageTexts texts) =>
        texts.Language != TextCatalog.Languages[0] && texts.Find($"fault.{member}") is { } words ? [words] : faults;
}
