using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Chaos;

/// <summary>What came back to a client.</summary>
/// <param name="Status">The status; <see cref="Entry.NoAnswer"/> if nothing came.</param>
/// <param name="Code">The problem's code.</param>
/// <param name="Access">The access token.</param>
/// <param name="Refresh">The refresh token.</param>
/// <param name="Session">The session.</param>
internal sealed record Reply(int Status, string? Code = null, string? Access = null, string? Refresh = null, string? Session = null)
{
    /// <summary>Whether to ask again: nobody knows what has happened.</summary>
    public bool IsOpen => Status is Entry.NoAnswer or 503;

    /// <summary>Whether the access token is of no use any more.</summary>
    public bool IsRefused => Status == 401 && Code == "invalid_token";

    /// <summary>Whether the session is over.</summary>
    public bool IsOver => Status == 401 && Code is "session_ended" or "refresh_token_reused" or "invalid_refresh_token";

    public Tokens Tokens => new(Access!, Refresh!, Session!);
}
