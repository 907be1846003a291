using System.CommandLine;
using Cardea.Load;

Option<string[]> of = new("--of")
{
    Description = "Whom to measure, side by side: cardea, limit, tutorial, identity, or the file of a Cardea server.",
    DefaultValueFactory = static _ => ["limit", "cardea"],
    AllowMultipleArgumentsPerToken = true,
};
Option<bool> embedded = new("--embedded") { Description = "On SQLite; else on a PostgreSQL of its own, with the durability it has by default. Of Cardea alone." };
Option<int> connections = new("--connections") { Description = "Clients at once, each with a session of its own.", DefaultValueFactory = static _ => 64 };
Option<int> rounds = new("--rounds") { Description = "How often each is measured, in turn.", DefaultValueFactory = static _ => 5 };
Option<int> seconds = new("--seconds") { Description = "How long each time.", DefaultValueFactory = static _ => 4 };
Option<double> rate = new("--rate") { Description = "Refreshes a second, all clients together; 0: as fast as they are answered." };

Command refresh = new("refresh", "Refreshes: each client presents the token that its last answer brought.") { of, embedded, connections, rounds, seconds, rate };
refresh.SetAction(arguments => RefreshComparison.RunAsync(
    arguments.GetRequiredValue(of),
    arguments.GetValue(embedded),
    arguments.GetValue(connections),
    arguments.GetValue(rounds),
    TimeSpan.FromSeconds(arguments.GetValue(seconds)),
    arguments.GetValue(rate)));

Option<int> sessions = new("--sessions") { Description = "Live sessions at most: from 10,000, ten times as many each time.", DefaultValueFactory = static _ => 1_000_000 };
Command growth = new("growth", "Refreshes in the store alone, with few sessions in the database and with many.") { sessions };
growth.SetAction(arguments => RefreshGrowth.RunAsync(arguments.GetValue(sessions)));

Option<string> program = new("--program") { Description = "The server: cardea, as this build made it, or a file.", DefaultValueFactory = static _ => "cardea" };
Command start = new("start", "Time from start to the first answer, memory when idle, size on disk, on SQLite.") { program };
start.SetAction(arguments => StartUp.RunAsync(Candidate.Find(arguments.GetRequiredValue(program))));

Option<int> logouts = new("--logouts") { Description = "How many, one after the other, after a tenth more to warm up.", DefaultValueFactory = static _ => 1000 };
Option<bool> deaf = new("--deaf") { Description = "With listeners that hear nothing, so that the poll of every second does it all." };
Option<bool> byProvider = new("--by-provider") { Description = "The provider that the session began with reports the logout (OpenID Connect Back-Channel Logout)." };
Command revocation = new("revocation", "How long after a logout its access token is still accepted elsewhere: three nodes on one PostgreSQL, and an API that follows one.") { program, logouts, deaf, byProvider };
revocation.SetAction(arguments => RevocationLag.RunAsync(
    Candidate.Find(arguments.GetRequiredValue(program)), arguments.GetValue(logouts), arguments.GetValue(deaf), arguments.GetValue(byProvider)));

Option<long> rows = new("--rows") { Description = "How many dead sessions.", DefaultValueFactory = static _ => 1_000_000 };
Option<int> partitions = new("--partitions") { Description = "Of how many days.", DefaultValueFactory = static _ => 1 };
Option<string?> table = new("--table") { Description = "Expired rows of 'revocations' or 'attempts', which go in batches, instead of sessions." };
table.AcceptOnlyFromAmong("revocations", "attempts");
Command sweep = new("sweep", "Sweeps dead sessions from a PostgreSQL of its own, while others refresh.") { rows, partitions, table };
sweep.SetAction(arguments => arguments.GetValue(table) is { } swept
    ? SweepLoad.RunAsync(arguments.GetValue(rows), swept)
    : SweepLoad.RunAsync(arguments.GetValue(rows), arguments.GetValue(partitions)));

Option<int> samples = new("--samples") { Description = "How many of each, in turn.", DefaultValueFactory = static _ => 200 };
Command refusals = new("refusals", "How long it takes to refuse a sign-in, whyever it is refused.") { program, embedded, samples };
refusals.SetAction(arguments => RefusalTimes.RunAsync(Candidate.Find(arguments.GetRequiredValue(program)), arguments.GetValue(embedded), arguments.GetValue(samples)));

Option<double> signIns = new("--sign-ins") { Description = "A second.", DefaultValueFactory = static _ => 1000 };
Option<bool> unlimited = new("--unlimited") { Description = "Without the limits of guesses: a flood from more networks, to more addresses, than they hold back." };
Command flood = new("flood", "Refreshes beside a flood of sign-ins: 500 a second, unless said.") { program, embedded, signIns, unlimited, rounds, seconds, rate };
flood.SetAction(arguments => SignInFlood.RunAsync(
    Candidate.Find(arguments.GetRequiredValue(program)),
    arguments.GetValue(embedded),
    arguments.GetValue(signIns),
    arguments.GetValue(unlimited),
    arguments.GetValue(rounds),
    TimeSpan.FromSeconds(arguments.GetValue(seconds)),
    arguments.GetValue(rate) is > 0 and var asked ? asked : 500));

Command signIn = new("sign-in", "What a sign-in costs beside the hash of its password.") { program, embedded, rounds };
signIn.SetAction(arguments => SignInCost.RunAsync(Candidate.Find(arguments.GetRequiredValue(program)), arguments.GetValue(embedded), arguments.GetValue(rounds)));

Option<int> count = new("--count") { Description = "Users, and as many live sessions.", DefaultValueFactory = static _ => 1_000_000 };
Command console = new("console", "How long an administrator waits for figures and lists.") { program, embedded, count };
console.SetAction(arguments => ConsoleAtScale.RunAsync(Candidate.Find(arguments.GetRequiredValue(program)), arguments.GetValue(embedded), arguments.GetValue(count)));

return await new RootCommand("Measures servers, each in a process of its own, from this one.") { refresh, growth, start, sweep, revocation, refusals, flood, signIn, console }.Parse(args).InvokeAsync();
