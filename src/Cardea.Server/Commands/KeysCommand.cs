using System.CommandLine;
using Cardea.AspNetCore.Administration;
using Cardea.Keys;

namespace Cardea.Server.Commands;

/// <summary>Lists, rotates and retires keys, and makes master keys.</summary>
internal static class KeysCommand
{
    public static Command Create() =>
        new("keys", "Lists, rotates and retires the keys that make tokens.") { List(), Rotate(), Retire(), Master() };

    private static Command List()
    {
        Command list = new("list", "Lists the keys; never their private halves.");
        list.SetAction((_, cancellationToken) => Maintenance.RunAsync(
            async services =>
            {
                var keys = services.GetRequiredService<KeyRing>();
                await keys.ReloadAsync(cancellationToken);
                WriteTable(keys);
                return 0;
            },
            cancellationToken));
        return list;
    }

    private static Command Rotate()
    {
        Command rotate = new("rotate", $"Lets the next keys take over in {KeyRing.PublishedAhead.TotalMinutes} minutes; their successors are made then.");
        rotate.SetAction((_, cancellationToken) => Maintenance.RunAsync(
            async services =>
            {
                var keys = services.GetRequiredService<KeyRing>();
                await services.GetRequiredService<KeyAdministration>().RotateAsync(Maintenance.Caller, cancellationToken);
                WriteTable(keys);
                return 0;
            },
            cancellationToken));
        return rotate;
    }

    private static Command Retire()
    {
        Argument<string> id = new("id") { Description = "The key, as 'keys list' names it." };
        Command retire = new("retire", "Retires a key, for example because it has leaked: everything that it made is refused from now on.") { id };
        retire.SetAction((arguments, cancellationToken) => Maintenance.RunAsync(
            async services =>
            {
                var keys = services.GetRequiredService<KeyRing>();
                var name = arguments.GetRequiredValue(id);
                if (await services.GetRequiredService<KeyAdministration>().RetireAsync(name, Maintenance.Caller, cancellationToken) == KeyChange.None)
                {
                    throw new SetupException($"There is no key '{name}' in use: see 'cardea keys list'.");
                }

                WriteTable(keys);
                return 0;
            },
            cancellationToken));
        return retire;
    }

    private static Command Master()
    {
        Command master = new("master", "Makes a new master key, for Cardea__MasterKey.");
        master.SetAction(static _ => Console.WriteLine(MasterKey.Generate()));
        return master;
    }

    private static void WriteTable(KeyRing keys) => Table.Write(
        ["id", "makes", "created", "active from", "expires"],
        keys.Stored.Select(static key => new object?[] { key.Id, key.Purpose, key.CreatedAt, key.ActiveFrom, key.RetiredAt ?? key.ExpiresAt }));
}
