using Cardea.AspNetCore;
using Cardea.AspNetCore.Administration;
using Cardea.Pages.Account;
using Cardea.Pages.Contract;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Console;

/// <summary>The users, found by a piece of their address.</summary>
internal static class UserListPages
{
    public static void Map(PageRoutes pages) => pages.MapPage(Section.Users.Path, ShowAsync);

    private static async Task<IResult> ShowAsync(PageContext page)
    {
        var (search, after) = (page.Query("search"), page.Query("after"));
        var answer = await page.SendAsync(Operations.Users, query: ConsoleQuery.Of(("search", search), ("after", after)));
        if (!answer.IsSuccess)
        {
            return await SignedOut.AnswerAsync(page, answer);
        }

        var view = new UserListView(page, answer.Read(CardeaJsonContext.Default.UserListResponse)) { Search = search, IsFirst = after is null, Notice = Notice.Of(page) };
        return new PageResult(new Slices_Console_Users { Model = view }, view);
    }
}

/// <summary>A page of users.</summary>
/// <param name="page">The request.</param>
/// <param name="list">The users.</param>
internal sealed class UserListView(PageContext page, UserListResponse list) : ConsoleView(page, Rendering.Section.Users)
{
    public IReadOnlyList<UserResponse> Users => list.Users;

    /// <summary>What is searched for; null for all users.</summary>
    public string? Search { get; init; }

    /// <summary>True for the first page.</summary>
    public bool IsFirst { get; init; }

    /// <summary>The first page; null on it.</summary>
    public string? First => IsFirst ? null : LinkWith(("search", Search));

    /// <summary>The next page; null on the last.</summary>
    public string? Next => list.Next is { } next ? LinkWith(("search", Search), ("after", next)) : null;
}
