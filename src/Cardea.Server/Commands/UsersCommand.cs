using System.CommandLine;
using Cardea.Accounts;
using Cardea.AspNetCore.Administration;
using Cardea.Tokens;

namespace Cardea.Server.Commands;

/// <summary>Lists, locks and unlocks users, and changes their roles. Running servers learn of it within a second.</summary>
internal static class UsersCommand
{
    public static Command Create() =>
        new("users", "Makes, invites, finds, locks, unlocks, deletes and imports users, changes their roles and factors, and shows what has happened to them.")
        {
            List(), UsersAddCommand.Create(), Lock(), Unlock(), UsersDeleteCommand.Create(), UsersInviteCommand.Create(), RemoveFactors(), Roles(),
            UsersEventsCommand.Create(), UsersImportCommand.Create(),
        };

    private static Command List()
    {
        Argument<string> text = new("text") { Description = "A piece of the e-mail address; none lists all.", DefaultValueFactory = static _ => "" };
        Command list = new("list", "Lists users, 100 at most.") { text };
        list.SetAction((arguments, cancellationToken) => Maintenance.RunAsync(
            async services =>
            {
                var page = await services.GetRequiredService<IAccountStore>().ReadPageAsync(arguments.GetRequiredValue(text), after: null, cancellationToken);
                WriteTable(page.Users);
                return 0;
            },
            cancellationToken));
        return list;
    }

    private static Command Lock()
    {
        var force = ForceOption.Create();
        Command command = new("lock", "Disables an account and ends its sessions.") { force };
        return Change(command, (accounts, user, arguments, cancellationToken) =>
            accounts.LockAsync(user, Maintenance.Caller, arguments.GetValue(force), cancellationToken));
    }

    private static Command Unlock()
    {
        Command command = new("unlock", "Enables an account again.");
        return Change(command, static (accounts, user, _, cancellationToken) => accounts.UnlockAsync(user, Maintenance.Caller, cancellationToken));
    }

    private static Command RemoveFactors()
    {
        Command command = new("remove-factors", "Removes the second factors of a user who has lost them, and ends their sessions. Be sure that it is them who asks.");
        return Change(command, static (accounts, user, _, cancellationToken) => accounts.RemoveFactorsAsync(user, Maintenance.Caller, cancellationToken));
    }

    private static Command Roles()
    {
        var given = RoleOption.Create("--add", "Roles to give.");
        var taken = RoleOption.Create("--remove", "Roles to take away.");
        var force = ForceOption.Create();
        Command roles = new("roles", "Shows the roles of a user, or changes them: their access tokens are recalled.") { given, taken, force };
        return Change(roles, (accounts, user, arguments, cancellationToken) =>
            accounts.ChangeRolesAsync(
                user, arguments.GetValue(given) ?? [], arguments.GetValue(taken) ?? [], Maintenance.Caller, arguments.GetValue(force), cancellationToken));
    }

    private static Command Change(Command command, Func<AccountAdministration, UserId, ParseResult, CancellationToken, Task<AdministrationOutcome>> change)
    {
        Argument<string> email = new("email") { Description = "The e-mail address of the user." };
        command.Add(email);
        command.SetAction((arguments, cancellationToken) => Maintenance.RunAsync(
            async services =>
            {
                var address = arguments.GetRequiredValue(email);
                var user = await UserLookup.FindAsync(services, address, cancellationToken);
                WriteTable(
                [
                    await change(services.GetRequiredService<AccountAdministration>(), user, arguments, cancellationToken) switch
                    {
                        AdministrationOutcome.Done(var changed) => changed,
                        AdministrationOutcome.LastAdministrator => throw ForceOption.Refusal(address),
                        _ => throw UserLookup.NotFound(address),
                    },
                ]);
                return 0;
            },
            cancellationToken));
        return command;
    }

    private static void WriteTable(IReadOnlyList<CardeaUser> users) => Table.Write(
        ["id", "e-mail", "verified", "second factors", "roles", "created", "locked"],
        users.Select(static user => new object?[] { user.Id, user.Email, user.EmailVerified ? "yes" : "no", Joined(SecondFactor.Of(user.Facts)), Joined(user.Roles), user.CreatedAt, user.DisabledAt }));

    private static string? Joined(IReadOnlyList<string> words) => words.Count == 0 ? null : string.Join(' ', words);
}
