using Cardea.Accounts;

namespace Cardea.Tests.Accounts;

/// <summary>A user has only as many roles as an access token in a cookie holds.</summary>
public sealed class RoleTests
{
    private static readonly string[] Most = [.. Enumerable.Range(0, 29).Select(static number => $"role-{number:d2}".PadRight(Role.MaximumLength, 'x')), "last".PadRight(54, 'x')];

    [Fact]
    public void Roles_are_valid_up_to_their_length_together()
    {
        Assert.Equal(Role.MaximumTogether, Most.Sum(static role => role.Length + Role.AroundEach));
        Assert.True(Role.AreValid([]));
        Assert.True(Role.AreValid(Most));
        Assert.True(Role.AreValid([.. Most, Most[0]]));
        Assert.False(Role.AreValid([.. Most, "x"]));
        Assert.False(Role.AreValid(["two words"]));
    }

    [Fact]
    public void Nobody_gets_more_and_too_many_can_be_taken_away()
    {
        var facts = Facts.Plain with { Roles = [.. Most, "x"] };

        Assert.Throws<SetupException>(() => RoleTransitions.Change(facts, given: ["y"], taken: []));
        Assert.Equal(Most, Assert.IsType<AccountEffect.SetRoles>(RoleTransitions.Change(facts, given: [], taken: ["x"]).Effects.Single()).Roles);
    }
}
