using RazorSlices;

namespace Cardea.Pages.Rendering;

/// <summary>A field for a password.</summary>
internal sealed class PasswordField : IRazorSliceProxy<PasswordFieldView>
{
    static RazorSlice<PasswordFieldView> IRazorSliceProxy<PasswordFieldView>.CreateSlice(PasswordFieldView model) => new Slices_PasswordField { Model = model };
}
