using Cardea.AspNetCore.Challenges;

namespace Cardea.AspNetCore.Accounts;

/// <summary>What signing up came to.</summary>
internal abstract record Registration
{
    private Registration()
    {
    }

    /// <summary>There is a new account, durably.</summary>
    public sealed record Registered(Account Account) : Registration;

    /// <summary>The e-mail address, in this spelling or another, has an account already.</summary>
    public sealed record EmailTaken : Registration;

    /// <summary>The passkey answers another question, is of another address, or already belongs to an account.</summary>
    public sealed record PasskeyRefused : Registration;

    /// <summary>The address has no such invitation, or it was used or has expired.</summary>
    public sealed record NotInvited : Registration;

    /// <summary>There were too many registrations from the network.</summary>
    /// <param name="Pause">The pause before the next one.</param>
    public sealed record TooMany(AttemptPause Pause) : Registration;

    /// <summary>Address or password are not acceptable.</summary>
    /// <param name="Errors">For people: what is wrong with <c>email</c> and <c>password</c>, all of it at once.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : Registration;
}
