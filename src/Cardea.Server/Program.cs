using System.CommandLine;
using Cardea.Server.Commands;

RootCommand cardea = new("Cardea: sign-in for .NET and PostgreSQL. Without a verb it serves.")
{
    ServeCommand.Create(),
    MigrateCommand.Create(),
    SweepCommand.Create(),
    KeysCommand.Create(),
    SessionsCommand.Create(),
    UsersCommand.Create(),
};
ServeCommand.Describe(cardea);

return await cardea.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
