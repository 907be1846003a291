using System.CommandLine;
using Cardea.AspNetCore.Audit;
using Cardea.Audit;
using Cardea.Tokens;

namespace Cardea.Server.Commands;

/// <summary>Shows the security events of one account, or of all.</summary>
internal static class UsersEventsCommand
{
    public static Command Create()
    {
        Argument<string?> email = new("email") { Description = "The e-mail address of the user; none shows the events of all.", DefaultValueFactory = static _ => null };
        Option<int> most = new("--most") { Description = "How many at most.", DefaultValueFactory = static _ => 100 };
        Command events = new("events", "Shows security events, the newest first.") { email, most };
        events.SetAction((arguments, cancellationToken) => Maintenance.RunAsync(
            async services =>
            {
                UserId? user = arguments.GetValue(email) is { } address ? await UserLookup.FindAsync(services, address, cancellationToken) : null;
                var happened = await services.GetRequiredService<IEventStore>().ReadAsync(user, before: null, Math.Clamp(arguments.GetValue(most), 1, 10_000), cancellationToken);
                Table.Write(
                    ["at", "event", "user", "session", "address", "detail"],
                    happened.Select(EventResponse.Of).Select(static told => new object?[] { told.At, told.Event, told.UserId, told.SessionId, told.IpAddress, told.Detail }));
                return 0;
            },
            cancellationToken));
        return events;
    }
}
