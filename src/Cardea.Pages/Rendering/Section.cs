namespace Cardea.Pages.Rendering;

/// <summary>An entry of the navigation.</summary>
/// <param name="TitleKey">The key of its title.</param>
/// <param name="Path">Its page.</param>
/// <param name="IsConsole">True if it is of the console, which only administrators see.</param>
internal sealed record Section(string TitleKey, string Path, bool IsConsole = false)
{
    /// <summary>Your devices.</summary>
    public static Section Devices { get; } = new("devices.title", "/account/devices");

    /// <summary>Security.</summary>
    public static Section Security { get; } = new("security.title", "/account/security");

    /// <summary>Account.</summary>
    public static Section Account { get; } = new("account.title", "/account");

    /// <summary>The figures of all nodes. The console begins here.</summary>
    public static Section Figures { get; } = new("console.figures", "/console", IsConsole: true);

    /// <summary>The users.</summary>
    public static Section Users { get; } = new("console.users", "/console/users", IsConsole: true);

    /// <summary>The people who are invited.</summary>
    public static Section Invitations { get; } = new("console.invitations", "/console/invitations", IsConsole: true);

    /// <summary>The events of all users.</summary>
    public static Section Events { get; } = new("console.events", "/console/events", IsConsole: true);

    /// <summary>The keys that make tokens.</summary>
    public static Section Keys { get; } = new("console.keys", "/console/keys", IsConsole: true);
}
