using Cardea.Pages.External;
using Cardea.Pages.Recovery;
using Cardea.Pages.SignIn;
using RazorSlices;

namespace Cardea.Pages.Rendering;

// RazorSlices would generate a public class for each template. The pages are internal, so these are written by hand.

/// <summary>What is around every page.</summary>
internal sealed class Layout : IRazorSliceProxy<PageView>
{
    static RazorSlice<PageView> IRazorSliceProxy<PageView>.CreateSlice(PageView model) => new Slices_Layout { Model = model };
}

/// <summary>A field for a password.</summary>
internal sealed class PasswordField : IRazorSliceProxy<PasswordFieldView>
{
    static RazorSlice<PasswordFieldView> IRazorSliceProxy<PasswordFieldView>.CreateSlice(PasswordFieldView model) => new Slices_PasswordField { Model = model };
}

/// <summary>What the forms of an enrolment carry.</summary>
internal sealed class EnrolFields : IRazorSliceProxy<EnrolView>
{
    static RazorSlice<EnrolView> IRazorSliceProxy<EnrolView>.CreateSlice(EnrolView model) => new Slices_EnrolFields { Model = model };
}

/// <summary>The field for a mailed code.</summary>
internal sealed class TokenField : IRazorSliceProxy<CodeView>
{
    static RazorSlice<CodeView> IRazorSliceProxy<CodeView>.CreateSlice(CodeView model) => new Slices_TokenField { Model = model };
}

/// <summary>A form that asks for an address to mail to.</summary>
internal sealed class AddressForm : IRazorSliceProxy<ForgotView>
{
    static RazorSlice<ForgotView> IRazorSliceProxy<ForgotView>.CreateSlice(ForgotView model) => new Slices_AddressForm { Model = model };
}

/// <summary>What the forms of an unfinished sign-in with a provider carry.</summary>
internal sealed class ExternalFields : IRazorSliceProxy<ExternalView>
{
    static RazorSlice<ExternalView> IRazorSliceProxy<ExternalView>.CreateSlice(ExternalView model) => new Slices_ExternalFields { Model = model };
}
