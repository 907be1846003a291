using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Cardea.Pages.Contract;

/// <summary>What the pages ask of the contract. An app with users of its own maps fewer of them, and its pages offer less.</summary>
internal static class Operations
{
    public static readonly Operation Register = new(Post, "/auth/register");
    public static readonly Operation Login = new(Post, "/auth/login");
    public static readonly Operation SecondFactor = new(Post, "/auth/mfa");
    public static readonly Operation Logout = new(Post, "/auth/logout");
    public static readonly Operation LogoutOthers = new(Post, "/auth/logout-others");

    public static readonly Operation AskForLink = new(Post, "/auth/link");
    public static readonly Operation OpenLink = new(Post, "/auth/link/sign-in");
    public static readonly Operation PasskeySignIn = new(Post, "/auth/passkeys/sign-in");
    public static readonly Operation PasskeyReauthenticate = new(Post, "/auth/passkeys/reauthenticate");
    public static readonly Operation Providers = new(Get, "/auth/external");
    public static readonly Operation ProviderOutcome = new(Get, "/auth/external/outcome");
    public static readonly Operation ProviderLinks = new(Get, "/auth/external/links");
    public static readonly Operation ProviderLink = new(Post, "/auth/external/{provider}/link");
    public static readonly Operation ProviderUnlink = new(Delete, "/auth/external/{provider}/link");
    public static readonly Operation ProviderComplete = new(Post, "/auth/external/complete");
    public static readonly Operation ProviderConfirm = new(Post, "/auth/external/confirm");

    public static readonly Operation EnrolmentCode = new(Post, "/auth/enrolment/code");
    public static readonly Operation AuthenticatorOffer = new(Post, "/auth/totp");
    public static readonly Operation AuthenticatorConfirm = new(Post, "/auth/totp/confirm");
    public static readonly Operation AuthenticatorState = new(Get, "/auth/totp");
    public static readonly Operation AuthenticatorRemove = new(Delete, "/auth/totp");
    public static readonly Operation PasskeyAdd = new(Post, "/auth/passkeys");
    public static readonly Operation Passkeys = new(Get, "/auth/passkeys");
    public static readonly Operation PasskeyRename = new(Patch, "/auth/passkeys/{id}");
    public static readonly Operation PasskeyRemove = new(Delete, "/auth/passkeys/{id}");
    public static readonly Operation RecoveryCodesLeft = new(Get, "/auth/recovery-codes");
    public static readonly Operation RecoveryCodesReplace = new(Post, "/auth/recovery-codes");

    public static readonly Operation ForgotPassword = new(Post, "/auth/password/forgot");
    public static readonly Operation ResetPassword = new(Post, "/auth/password/reset");
    public static readonly Operation ChangePassword = new(Post, "/auth/password/change");
    public static readonly Operation VerifyEmail = new(Post, "/auth/email/verify");
    public static readonly Operation AskForVerification = new(Post, "/auth/email/verification");
    public static readonly Operation ChangeEmail = new(Post, "/auth/email/change");
    public static readonly Operation UndoEmail = new(Post, "/auth/email/undo");
    public static readonly Operation DisownEmail = new(Post, "/auth/email/disown");

    public static readonly Operation Me = new(Get, "/auth/me");
    public static readonly Operation Data = new(Get, "/auth/me/data");
    public static readonly Operation DeleteMe = new(Delete, "/auth/me");
    public static readonly Operation Sessions = new(Get, "/auth/sessions");
    public static readonly Operation RenameSession = new(Patch, "/auth/sessions/{id}");
    public static readonly Operation EndSession = new(Delete, "/auth/sessions/{id}");
    public static readonly Operation Events = new(Get, "/auth/events");
    public static readonly Operation Reauthenticate = new(Post, "/auth/reauthenticate");
    public static readonly Operation ReauthenticateCode = new(Post, "/auth/reauthenticate/code");

    public static readonly Operation Statistics = new(Get, "/admin/statistics");
    public static readonly Operation Users = new(Get, "/admin/users");
    public static readonly Operation User = new(Get, "/admin/users/{id}");
    public static readonly Operation LockUser = new(Post, "/admin/users/{id}/lock");
    public static readonly Operation UnlockUser = new(Post, "/admin/users/{id}/unlock");
    public static readonly Operation ChangeRoles = new(Put, "/admin/users/{id}/roles");
    public static readonly Operation RemoveFactors = new(Delete, "/admin/users/{id}/factors");
    public static readonly Operation RemoveLinks = new(Delete, "/admin/users/{id}/external-logins");
    public static readonly Operation DeleteUser = new(Delete, "/admin/users/{id}");
    public static readonly Operation SessionsOfUser = new(Get, "/admin/users/{id}/sessions");
    public static readonly Operation EndSessionsOfUser = new(Delete, "/admin/users/{id}/sessions");
    public static readonly Operation EndSessionOfUser = new(Delete, "/admin/users/{id}/sessions/{session}");
    public static readonly Operation Invitations = new(Get, "/admin/invitations");
    public static readonly Operation Invite = new(Post, "/admin/invitations");
    public static readonly Operation RemoveInvitation = new(Delete, "/admin/invitations/{id}");
    public static readonly Operation AllEvents = new(Get, "/admin/events");
    public static readonly Operation Keys = new(Get, "/admin/keys");
    public static readonly Operation RotateKeys = new(Post, "/admin/keys/rotate");
    public static readonly Operation RetireKey = new(Delete, "/admin/keys/{id}");
}
