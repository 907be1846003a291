using RazorSlices;

namespace Cardea.Pages.Recovery;

/// <summary>A form that asks for an address to mail to.</summary>
internal sealed class AddressForm : IRazorSliceProxy<ForgotView>
{
    static RazorSlice<ForgotView> IRazorSliceProxy<ForgotView>.CreateSlice(ForgotView model) => new Slices_AddressForm { Model = model };
}
