using Microsoft.AspNetCore.SignalR;

namespace Cardea.BrowserApp;

/// <summary>Says who is connected, and tells all connections of a user.</summary>
public sealed class NamesHub : Hub
{
    /// <summary>Returns the id of the user.</summary>
    public string? Name() => Context.UserIdentifier;

    /// <summary>Tells all connections of the user.</summary>
    public Task TellAsync(string text) => Clients.User(Context.UserIdentifier!).SendAsync("told", text);
}
