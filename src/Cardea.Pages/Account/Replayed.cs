using RazorSlices;

namespace Cardea.Pages.Account;

/// <summary>What the page says of a token that was used twice.</summary>
internal sealed class Replayed : IRazorSliceProxy<ReplayView>
{
    static RazorSlice<ReplayView> IRazorSliceProxy<ReplayView>.CreateSlice(ReplayView model) => new Slices_Replayed { Model = model };
}
