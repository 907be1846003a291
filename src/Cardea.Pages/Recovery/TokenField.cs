using RazorSlices;

namespace Cardea.Pages.Recovery;

/// <summary>The field for a mailed code.</summary>
internal sealed class TokenField : IRazorSliceProxy<CodeView>
{
    static RazorSlice<CodeView> IRazorSliceProxy<CodeView>.CreateSlice(CodeView model) => new Slices_TokenField { Model = model };
}
