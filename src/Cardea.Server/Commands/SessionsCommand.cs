using System.CommandLine;
using Cardea.Sessions;

namespace Cardea.Server.Commands;

/// <summary>The sessions of a user: seen, ended and recalled by an operator. Running servers know within a second.</summary>
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
        Argument<string> id = new("id") { Description = "The session, as 'sessions list' names it." };
        Command end = new("end", "Ends a session: logs that device out.") { id };
        end.SetAction((arguments, cancellationToken) => Maintenance.RunAsync(
            async services =>
            {
                var name = arguments.GetRequiredValue(id);
                return SessionId.TryParse(name, out var session)
                    && await services.GetRequiredService<SignedInSessions>().EndAsync(session, owner: null, EndReason.Administrator, cancellationToken)
                    ? 0
                    : throw new SetupException($"There is no live session '{name}': see 'cardea sessions list'.");
            },
            cancellationToken));
        return end;
    }

    private static Command Recall()
    {
        Argument<string> email = new("email") { Description = "The e-mail address of the user." };
        Command recall = new("recall", "Recalls the access tokens of a user: their devices refresh, and get the claims of now.") { email };
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
