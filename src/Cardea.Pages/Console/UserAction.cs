using RazorSlices;

namespace Cardea.Pages.Console;

/// <summary>Something that an administrator can do with a user, with what it leads to.</summary>
internal sealed class UserAction : IRazorSliceProxy<UserActionView>
{
    static RazorSlice<UserActionView> IRazorSliceProxy<UserActionView>.CreateSlice(UserActionView model) => new Slices_Console_UserAction { Model = model };
}

/// <summary>What it shows.</summary>
/// <param name="Page">The page of the user.</param>
/// <param name="Name">The name in texts and addresses.</param>
internal sealed record UserActionView(UserView Page, string Name);
