using Cardea.Server.Reference;

namespace Cardea.Server.Commands;

/// <summary>Logs the addresses of the server.</summary>
internal static partial class ListeningLog
{
    public static void Write(WebApplication app)
    {
        foreach (var address in app.Urls)
        {
            // Behind a proxy, no cookie would hold at this address.
            LogListening(app.Logger, address, app.Environment.IsDevelopment() ? address : app.Services.GetRequiredService<CardeaOptions>().Issuer);
        }

        if (ApiReference.HasPage(app))
        {
            LogReference(app.Logger, ApiReference.Page);
        }
    }

    [LoggerMessage(EventId = 11, Level = LogLevel.Information, Message = "Cardea listens on {Address}: open {Page} to sign in; Ctrl+C stops it")]
    private static partial void LogListening(ILogger logger, string address, string page);

    [LoggerMessage(EventId = 12, Level = LogLevel.Information, Message = "The API reference is at {Path}")]
    private static partial void LogReference(ILogger logger, string path);
}
