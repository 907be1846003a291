using RazorSlices;

namespace Cardea.Pages.SignIn;

/// <summary>What the forms of an enrolment carry.</summary>
internal sealed class EnrolFields : IRazorSliceProxy<EnrolView>
{
    static RazorSlice<EnrolView> IRazorSliceProxy<EnrolView>.CreateSlice(EnrolView model) => new Slices_EnrolFields { Model = model };
}
