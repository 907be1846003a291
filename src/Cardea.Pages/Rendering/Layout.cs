using RazorSlices;

namespace Cardea.Pages.Rendering;

/// <summary>What is around every page.</summary>
/// <remarks>RazorSlices would generate a public class for each template. The pages are internal, so the parts that templates include are written by hand.</remarks>
internal sealed class Layout : IRazorSliceProxy<PageView>
{
    static RazorSlice<PageView> IRazorSliceProxy<PageView>.CreateSlice(PageView model) => new Slices_Layout { Model = model };
}
