namespace Cardea.Server.Tests.Chaos;

/// <summary>A line of the history of one user.</summary>
/// <param name="Deed">What was asked for.</param>
/// <param name="Node">Who was asked: the number of a node, or <see cref="Api"/>.</param>
/// <param name="Begun">When it was sent.</param>
/// <param name="Ended">When it was answered, or given up.</param>
/// <param name="Status">How it was answered; <see cref="NoAnswer"/> when it was not.</param>
/// <param name="Code">The problem that the answer names.</param>
public sealed record Entry(Deed Deed, int Node, TimeSpan Begun, TimeSpan Ended, int Status, string? Code = null)
{
    /// <summary>Instead of a node: the resource API.</summary>
    public const int Api = -1;

    /// <summary>Instead of a status: the connection broke off. It may have been done or not.</summary>
    public const int NoAnswer = 0;

    /// <summary>The session that acts: the one of the tokens that are shown, or given at sign-in.</summary>
    public Guid Session { get; init; }

    /// <summary>The session that <see cref="Deed.EndOther"/> is to end.</summary>
    public Guid Target { get; init; }

    /// <summary>The refresh token that is shown.</summary>
    public Held? Shown { get; init; }

    /// <summary>The access token that is shown.</summary>
    public Pass? Pass { get; init; }

    /// <summary>The refresh token in the answer, whether the client heard the answer or not.</summary>
    public Held? Given { get; init; }

    /// <summary>The access token in the answer, whether the client heard the answer or not.</summary>
    public Pass? GivenPass { get; init; }

    /// <summary>Which of the user's passwords is shown; they are counted from 1.</summary>
    public int Password { get; init; }

    /// <summary>Which one is to take its place.</summary>
    public int NewPassword { get; init; }

    /// <summary>Which of the user's roles are to be set; they are counted from 1.</summary>
    public int Roles { get; init; }

    /// <summary>Whether the user's rights to the session were taken as good by the index of revocations.</summary>
    public bool IsAccepted => Pass is not null && Status is 200 or 204 && Deed is not (Deed.LogOut or Deed.Revoke);

    /// <summary>Whether the access token was refused.</summary>
    public bool IsRefused => Pass is not null && Status == 401 && Code == "invalid_token";

    /// <summary>Whether the answer says that the session of the refresh token has ended.</summary>
    public bool SaysEnded => Shown is not null && Status == 401 && Code is "session_ended" or "refresh_token_reused";

    /// <summary>Whether the owner's refresh token was refused.</summary>
    public bool IsLockedOut => Deed != Deed.Replay && Shown is not null && Status == 401 && Code is "session_ended" or "refresh_token_reused" or "invalid_refresh_token";

    /// <summary>Whether the session's row was found alive.</summary>
    public bool FoundAlive => Status == 200 && Deed is Deed.Refresh or Deed.LateRefresh or Deed.Replay or Deed.Reauthenticate or Deed.ChangePassword;

    /// <summary>Whether it may have been done: it was answered so, or nobody knows.</summary>
    public bool MayBeDone => Status is NoAnswer or 200 or 204 or >= 500;

    public override string ToString() =>
        $"{Begun.TotalSeconds:F3}–{Ended.TotalSeconds:F3} {Deed} at {(Node == Api ? "the API" : $"node {Node}")}: {(Status == NoAnswer ? "no answer" : $"{Status}")} {Code}"
        + $" session {Session:N}{Text(" shows", Shown)}{Text(" shows", Pass)}{Text(" gets", Given)}{Text(" gets", GivenPass)}"
        + $"{(Target == default ? "" : $" ends {Target:N}")}{(Roles == 0 ? "" : $" roles {Roles}")}{(Password == 0 ? "" : $" password {Password}")}{(NewPassword == 0 ? "" : $" becomes {NewPassword}")}";

    private static string Text<T>(string what, T? token) => token is null ? "" : $"{what} {token}";
}
