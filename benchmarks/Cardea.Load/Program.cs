using System.CommandLine;
using Cardea.Load;

Option<string> program = new("--program") { Description = "The server to measure; default: the one this build made.", DefaultValueFactory = static _ => ServerUnderTest.Built };
Option<int> connections = new("--connections") { Description = "Clients at once, each with a session of its own.", DefaultValueFactory = static _ => 32 };
Option<int> seconds = new("--seconds") { Description = "How long to measure, after as long a warm-up.", DefaultValueFactory = static _ => 10 };

Command refresh = new("refresh", "Refreshes per second: each client presents the token that the last answer brought.") { program, connections, seconds };
refresh.SetAction(arguments => RefreshLoad.RunAsync(
    arguments.GetRequiredValue(program),
    arguments.GetValue(connections),
    TimeSpan.FromSeconds(arguments.GetValue(seconds))));

Command start = new("start", "Time from start to the first answer, memory when idle, size on disk.") { program };
start.SetAction(arguments => StartUp.RunAsync(arguments.GetRequiredValue(program)));

return await new RootCommand("Measures a Cardea server on SQLite, in a process of its own, from this one.") { refresh, start }.Parse(args).InvokeAsync();
