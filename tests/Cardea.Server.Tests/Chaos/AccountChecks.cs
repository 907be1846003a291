namespace Cardea.Server.Tests.Chaos;

/// <summary>What is expected of an answer, and what holds for all sessions of a user: the password and the roles.</summary>
internal static class AccountChecks
{
    private const string WrongPassword = "invalid_credentials";

    public static IEnumerable<Finding> Check(UserHistory user) => [.. OddAnswers(user), .. WrongPasswords(user), .. OldPasswords(user), .. OldRoles(user)];

    private static IEnumerable<Finding> OddAnswers(UserHistory user) =>
        from entry in user.Entries
        where !IsExpected(entry)
        select new Finding("An answer that nobody expects", entry);

    private static bool IsExpected(Entry entry) => entry.Status switch
    {
        Entry.NoAnswer or 503 => true,
        200 => entry.Deed is not (Deed.LogOut or Deed.LogOutOthers or Deed.LogOutAll or Deed.EndOther),
        201 => entry.Deed == Deed.SignIn,
        204 => entry.Deed is Deed.Verify or Deed.LogOut or Deed.LogOutOthers or Deed.LogOutAll or Deed.EndOther,
        401 => entry.Deed is not (Deed.LogOut or Deed.Revoke) && (entry.IsRefused || entry.SaysEnded || entry.IsLockedOut || entry.Code == WrongPassword),
        404 => entry.Deed == Deed.EndOther,
        409 => entry.Deed == Deed.SignIn,
        _ => false,
    };

    // A password that was in place is good until somebody tries to change it. What is overtaken by another change of the account is
    // refused as well: nobody can say any more what was checked.
    private static IEnumerable<Finding> WrongPasswords(UserHistory user)
    {
        var placed = Passwords(user);
        return from entry in user.Entries
               where entry is { Status: 401, Code: WrongPassword } && placed.TryGetValue(entry.Password, out var since) && since < entry.Begun
               where !user.Entries.Any(change => change.NewPassword > entry.Password && change.MayBeDone && change.Begun < entry.Ended)
               where !user.Entries.Any(other => UserHistory.MayOvertake(other, entry))
               select new Finding("A good password was refused", entry);
    }

    private static IEnumerable<Finding> OldPasswords(UserHistory user)
    {
        var placed = Passwords(user);
        return from entry in user.Entries
               where entry is { Password: > 0, Status: 200 } && placed.Any(later => later.Key > entry.Password && later.Value < entry.Begun)
               select new Finding("An old password was accepted", entry);
    }

    // When each password was in place for certain: somebody was let in by it, or it was set.
    private static Dictionary<int, TimeSpan> Passwords(UserHistory user) => user.Entries
        .Where(static entry => entry is { Password: > 0, Status: 200 or 201 })
        .SelectMany(static entry => new[] { entry.Password, entry.NewPassword }.Where(static password => password > 0).Select(password => (password, entry.Ended)))
        .GroupBy(static known => known.password, static known => known.Ended)
        .ToDictionary(static known => known.Key, static known => known.Min());

    private static IEnumerable<Finding> OldRoles(UserHistory user)
    {
        var roles = new Dictionary<int, Fact>();
        foreach (var entry in user.Entries.Where(static entry => entry is { Deed: Deed.ChangeRoles, Status: 200 }))
        {
            (roles.TryGetValue(entry.Roles, out var fact) ? fact : roles[entry.Roles] = user.NewFact()).Learn(entry.Node, entry.Ended);
        }

        foreach (var entry in user.Entries)
        {
            if (entry.IsAccepted && roles.Any(later => later.Key > entry.Pass!.Roles && later.Value.IsKnownTo(entry.Node, entry.Begun)))
            {
                yield return new("Accepted with old roles", entry);
            }

            if (entry.GivenPass is { } given && roles.Any(later => later.Key > given.Roles && entry.Begun > later.Value.Since))
            {
                yield return new("Issued with old roles", entry);
            }
        }
    }
}
