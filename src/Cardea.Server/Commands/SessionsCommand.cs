using System.CommandLine;
using Cardea.AspNetCore.Sessions;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Server.Commands;

/// <summary>Lists, ends and recalls the sessions of a user. Running servers learn of it within a second.</summary>
internal static class SessionsCommand
{
    public static Command Create() =>
        new("sessions", "Lists, ends and recalls the sessions of users.") { List(), End(), Recall() };

    private static Command List()
    {
        Argument<string> email = new("email") { Description = "The e-mail address of the user." };
        Command list = new("list", "Lists the live sessions of a user.") { email };
        list.SetAction((arguments, cancellationToken) => Maintenance.RunAsync(
            async services =>
            {
                var user = await UserLookup.FindAsync(services, arguments.GetRequiredValue(email), cancellationToken);
                var sessions = await services.GetRequiredService<ISessionStore>().ListAsync(user, cancellationToken);
                Table.Write(
                    ["id", "device", "address", "created", "last used", "ends"],
                    sessions.Select(static session => new object?[] { session.Id, session.Device.Name, session.Device.IpAddress, session.CreatedAt, session.LastUsedAt, session.Id.AbsoluteEnd }));
                return 0;
            },
            cancellationToken));
        return list;
    }

    private static Command End()
    {
        Argument<string> name = new("session") { Description = "The session, as 'sessions list' names it; with --all the e-mail address of a user." };
        Option<bool> all = new("--all") { Description = "All sessions of that user." };
        Command end = new("end", "Ends a session, or all of a user: logs these devices out.") { name, all };
        end.SetAction((arguments, cancellationToken) => Maintenance.RunAsync(
            async services =>
            {
                var named = arguments.GetRequiredValue(name);
                await (arguments.GetValue(all) ? EndAllAsync(services, named, cancellationToken) : EndAsync(services, named, cancellationToken));
                return 0;
            },
            cancellationToken));
        return end;
    }

    private static async Task EndAllAsync(IServiceProvider services, string email, CancellationToken cancellationToken)
    {
        var user = await UserLookup.FindAsync(services, email, cancellationToken);
        await services.GetRequiredService<SessionAdministration>().EndAllAsync(user, Maintenance.Caller, cancellationToken);
    }

    private static async Task EndAsync(IServiceProvider services, string name, CancellationToken cancellationToken)
    {
        if (!SessionId.TryParse(name, out var session)
            || await services.GetRequiredService<SessionAdministration>().EndAsync(session, Maintenance.Caller, cancellationToken) is not SessionEnd.Ended)
        {
            throw new SetupException($"There is no live session '{name}': see 'cardea sessions list'.");
        }
    }

    private static Command Recall()
    {
        Argument<string> email = new("email") { Description = "The e-mail address of the user." };
        Command recall = new("recall", "Recalls the access tokens of a user: their devices refresh, and get the current claims.") { email };
        recall.SetAction((arguments, cancellationToken) => Maintenance.RunAsync(
            async services =>
            {
                var user = await UserLookup.FindAsync(services, arguments.GetRequiredValue(email), cancellationToken);
                await services.GetRequiredService<SignedInSessions>().RecallAllAsync(user, cancellationToken);
                return 0;
            },
            cancellationToken));
        return recall;
    }
}
