namespace Cardea.Accounts;

/// <summary>Who may register an account. The command line and the app's own code add accounts in every mode.</summary>
public enum RegistrationMode
{
    /// <summary>Anyone may register.</summary>
    Open,

    /// <summary>
    /// Only people whom an operator has invited may register; others get 403 <c>registration_closed</c>. An app's own users can't be
    /// invited, so this is <see cref="Closed"/> for them.
    /// </summary>
    Invited,

    /// <summary>No one may register: the answer is 403 <c>registration_closed</c>.</summary>
    Closed,
}
