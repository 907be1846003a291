using Cardea.Audit;

namespace Cardea.Accounts;

/// <summary>What an operator may do to the roles of an account. The store recalls the access tokens that carry the old roles.</summary>
internal static class RoleTransitions
{
    /// <summary>Gives and takes roles.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="given">The roles to give.</param>
    /// <param name="taken">The roles to take.</param>
    public static AccountChange Change(AccountFacts facts, IReadOnlyCollection<string> given, IReadOnlyCollection<string> taken) =>
        new(new AccountEffect.SetRoles([.. facts.Roles.Except(taken).Union(given)]))
        {
            IsByOperator = true,
            Event = SecurityEventKind.RolesChanged,
            Detail = Describe(given, taken),
        };

    /// <summary>Describes for the audit which roles were given and taken.</summary>
    public static string Describe(IReadOnlyCollection<string> given, IReadOnlyCollection<string> taken) =>
        string.Join(' ', [.. given.Select(static role => $"+{role}"), .. taken.Select(static role => $"-{role}")]);
}
