using Cardea.Audit;

namespace Cardea.Accounts;

/// <summary>What an operator may do to the roles of an account. The store recalls the access tokens that carry the old roles.</summary>
internal static class RoleTransitions
{
    /// <summary>Gives and takes roles.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="given">The roles to give.</param>
    /// <param name="taken">The roles to take.</param>
    /// <exception cref="SetupException">The account would have more roles than an access token holds.</exception>
    public static AccountChange Change(AccountFacts facts, IReadOnlyCollection<string> given, IReadOnlyCollection<string> taken)
    {
        string[] roles = [.. facts.Roles.Except(taken).Union(given)];

        // Roles that are too many already may be taken away.
        if (given.Count > 0 && !Role.AreValid(roles))
        {
            throw new SetupException($"The user would have too many roles. {Role.Rule}");
        }

        return new(new AccountEffect.SetRoles(roles))
        {
            IsByOperator = true,
            Event = SecurityEventKind.RolesChanged,
            Detail = Describe(given, taken),
        };
    }

    /// <summary>Sets all roles. The difference is to the account as it is stored, not to what an operator saw before.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="roles">All roles that the account shall have.</param>
    /// <returns>The change; null if the account has just these roles.</returns>
    public static AccountChange? Set(AccountFacts facts, IReadOnlyCollection<string> roles)
    {
        string[] given = [.. roles.Except(facts.Roles)];
        string[] taken = [.. facts.Roles.Except(roles)];
        return given.Length + taken.Length == 0 ? null : Change(facts, given, taken);
    }

    /// <summary>Describes for the audit which roles were given and taken.</summary>
    public static string Describe(IReadOnlyCollection<string> given, IReadOnlyCollection<string> taken) =>
        string.Join(' ', [.. given.Select(static role => $"+{role}"), .. taken.Select(static role => $"-{role}")]);
}
