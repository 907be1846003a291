using System.Buffers.Text;
using System.Text;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Factors;
using Cardea.Pages.Contract;
using Cardea.Pages.Rendering;

namespace Cardea.Pages.Account;

/// <summary>The page with all that signs in to the account.</summary>
/// <param name="page">The request.</param>
internal sealed class SecurityView(PageContext page) : PageView(page)
{
    public override string TitleKey => "security.title";

    public override Section? Section => Rendering.Section.Security;

    public required MeResponse Me { get; init; }

    public required bool HasAuthenticator { get; init; }

    public required IReadOnlyList<PasskeyResponse> Passkeys { get; init; }

    public required int RecoveryCodesLeft { get; init; }

    public required IReadOnlyList<EventResponse> Events { get; init; }

    /// <summary>The providers of this service.</summary>
    public required IReadOnlyList<ProviderChoice> Providers { get; init; }

    /// <summary>Those that sign in to this account.</summary>
    public required IReadOnlyList<LinkedProvider> Links { get; init; }

    /// <summary>The user as passkeys name them: the user handle (Web Authentication, section 4), in Base64Url.</summary>
    public string UserHandle => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Me.Id));

    public bool HasFactors => HasAuthenticator || Passkeys.Count > 0;

    /// <summary>An event in words. A kind without words is shown by its name.</summary>
    public string Words(EventResponse happened) => Texts.Find($"event.{happened.Event}") ?? happened.Event.Replace('_', ' ');
}
