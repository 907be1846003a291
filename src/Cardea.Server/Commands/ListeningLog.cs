namespace Cardea.Server.Commands;

/// <summary>Logs the addresses of the server.</summary>
internal static partial class ListeningLog
{
    public static void Write(WebApplication app)
    {
        foreach (var address in app.Urls)
        {
            LogListening(app.Logger, address);
        }
    }

    [LoggerMessage(EventId = 11, Level = LogLevel.Information, Message = "Cardea listens on {Address}; see {Address}/docs; Ctrl+C stops it")]
    private static partial void LogListening(ILogger logger, string address);
}
