using Cardea.Accounts;

namespace Cardea.AspNetCore.Administration;

/// <summary>The result of a change by an operator.</summary>
internal abstract record AdministrationOutcome
{
    private AdministrationOutcome()
    {
    }

    /// <summary>The change is stored.</summary>
    /// <param name="User">The user after the change.</param>
    public sealed record Done(CardeaUser User) : AdministrationOutcome;

    /// <summary>There is no such user.</summary>
    public sealed record NotFound : AdministrationOutcome;

    /// <summary>The user is the last enabled administrator: nothing changed.</summary>
    public sealed record LastAdministrator : AdministrationOutcome;

    /// <summary>The operator's session is over, or the operator is not an administrator any more: nothing changed.</summary>
    public sealed record ActorRefused : AdministrationOutcome;
}
