namespace Cardea.Server.Tests.Running;

/// <summary>How the subjects of the mails begin.</summary>
internal static class MailSubject
{
    public const string VerifyEmail = "Confirm your e-mail address";
    public const string ResetPassword = "Choose a new password";
    public const string ChangeEmail = "Confirm your new e-mail address";
    public const string SignInLink = "Your link to sign in";
    public const string ExternalCode = "Your code for";
    public const string Reauthentication = "Your code to confirm";
    public const string AddressTaken = "You already have an account";
    public const string Invitation = "You are invited";
    public const string NewDevice = "New sign-in";
    public const string TokenReplayed = "A session with";
    public const string PasswordChanged = "Your password for";
    public const string PasswordBreached = "Choose another password";
    public const string EmailChanged = "Your e-mail address for";
    public const string EmailChangeUndone = "The change of your e-mail address";
    public const string DeletionAsked = "Your account with";
    public const string TakenOver = "You took over an account";
    public const string FactorsChanged = "How you sign in to";
    public const string AccountDeleted = "Your account with";
}
