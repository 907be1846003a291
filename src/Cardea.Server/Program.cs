using System.CommandLine;
using Cardea.Server.Commands;

RootCommand cardea = new("Cardea: sign-in for .NET and PostgreSQL. Without a verb it serves.")
{
    Verbosity.Option,
    ServeCommand.Create(),
    DoctorCommand.Create(),
    MigrateCommand.Create(),
    SweepCommand.Create(),
    KeysCommand.Create(),
    SessionsCommand.Create(),
    UsersCommand.Create(),
};
ServeCommand.Describe(cardea);

var arguments = cardea.Parse(args);
return await Failure.GuardAsync(() => arguments.InvokeAsync(new() { EnableDefaultExceptionHandler = false }), Verbosity.IsAsked(arguments));
