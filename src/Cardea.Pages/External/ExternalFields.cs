using RazorSlices;

namespace Cardea.Pages.External;

/// <summary>What the forms of an unfinished sign-in with a provider carry.</summary>
internal sealed class ExternalFields : IRazorSliceProxy<ExternalView>
{
    static RazorSlice<ExternalView> IRazorSliceProxy<ExternalView>.CreateSlice(ExternalView model) => new Slices_ExternalFields { Model = model };
}
