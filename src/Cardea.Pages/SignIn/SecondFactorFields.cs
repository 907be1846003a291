using RazorSlices;

namespace Cardea.Pages.SignIn;

/// <summary>What the forms of a second step carry, so that a user who mistypes the code can still choose another way.</summary>
internal sealed class SecondFactorFields : IRazorSliceProxy<SecondFactorView>
{
    static RazorSlice<SecondFactorView> IRazorSliceProxy<SecondFactorView>.CreateSlice(SecondFactorView model) => new Slices_SecondFactorFields { Model = model };
}
