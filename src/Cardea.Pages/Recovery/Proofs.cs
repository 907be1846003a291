using Cardea.AspNetCore;
using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using RazorSlices;

namespace Cardea.Pages.Recovery;

/// <summary>The ways to prove that an account is one's own, beside a mailed code. The answer of the contract says which ones the account takes.</summary>
internal sealed class Proofs : IRazorSliceProxy<CodeView>
{
    /// <summary>The code of the answer that asks for a proof.</summary>
    public const string Required = "proof_required";

    static RazorSlice<CodeView> IRazorSliceProxy<CodeView>.CreateSlice(CodeView model) => new Slices_Proofs { Model = model };

    /// <summary>The body with the code and the proof of a form.</summary>
    /// <param name="form">The form.</param>
    /// <param name="names">The fields that the form may have.</param>
    public static FormJson Of(PageForm form, params ReadOnlySpan<string> names) => form.ToJson().MailedCode().Texts(names).Passkey("passkeyToken");

    /// <summary>What the page shows after a refusal.</summary>
    /// <param name="page">The request.</param>
    /// <param name="form">The form that was refused.</param>
    /// <param name="answer">The refusal.</param>
    /// <param name="title">The key of the title.</param>
    /// <param name="action">Where the next proof is sent.</param>
    public static async Task<CodeView> AfterAsync(PageContext page, PageForm form, ContractAnswer answer, string title, string action) => new(page, title)
    {
        Token = form["token"],
        Action = action,
        SignedInAs = await SignedInAsync(page),
        Methods = answer.Code == Required ? answer.Problem!.Methods : form["methods"]?.Split(' '),
        Notice = Notice.Of(answer, page.Texts),
    };

    /// <summary>The address of the account of this browser's session; null without one.</summary>
    public static async Task<string?> SignedInAsync(PageContext page) =>
        await page.SendAsync(Operations.Me) is { IsSuccess: true } answer ? answer.Read(CardeaJsonContext.Default.MeResponse).Email : null;
}
