using RazorSlices;

namespace Cardea.Pages.Console;

/// <summary>The links to other pages of a long list.</summary>
internal sealed class Paging : IRazorSliceProxy<PagingView>
{
    static RazorSlice<PagingView> IRazorSliceProxy<PagingView>.CreateSlice(PagingView model) => new Slices_Console_Paging { Model = model };
}

/// <summary>What it shows.</summary>
/// <param name="Page">The page of the console.</param>
/// <param name="First">The first page; null on it.</param>
/// <param name="Next">The next page; null on the last.</param>
internal sealed record PagingView(ConsoleView Page, string? First, string? Next);
