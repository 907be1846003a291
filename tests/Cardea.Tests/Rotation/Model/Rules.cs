namespace Cardea.Tests.Rotation.Model;

/// <summary>
/// The rules of rotation. The defaults are the rules of the product. Each switch takes one rule away, and brings back a fault
/// that the code or a draft of the design had.
/// </summary>
internal sealed record Rules
{
    public static Rules Bearer { get; } = new();

    public static Rules Cookie { get; } = new() { CookieMode = true, Client = ClientStorage.Always };

    /// <summary>A cookie session: <c>Kept</c>, no <c>Reissued</c>, and only the browser proves a generation.</summary>
    public bool CookieMode { get; init; }

    /// <summary>How the client stores what it is answered.</summary>
    public ClientStorage Client { get; init; }

    /// <summary>Only the parent itself is repeated within the grace, not every generation from the parent on.</summary>
    public bool SingleParent { get; init; }

    /// <summary>A move keeps the parent only while the grace is open, not everything that was acceptable before.</summary>
    public bool ParentSurvivesOnlyInGrace { get; init; }

    /// <summary>A move makes its own generation the parent, even within the grace.</summary>
    public bool MoveForgetsParent { get; init; }

    /// <summary>A flag says that the current generation is proved. There is no number of the highest proved one.</summary>
    public bool ProofIsAFlag { get; init; }

    /// <summary><c>Healed</c> makes the presented generation the parent.</summary>
    public bool HealedForgetsParent { get; init; }

    /// <summary><c>Healed</c> moves a cookie session on. Otherwise it only catches up.</summary>
    public bool HealedMovesCookie { get; init; }

    /// <summary>The grace and <c>RotateAfter</c> count from the move only, not from the first proof of the generation.</summary>
    public bool TimesCountFromTheMove { get; init; }

    /// <summary>Access tokens are recalled by their generation, not by the session's number of recalls.</summary>
    public bool RecallByGeneration { get; init; }

    /// <summary>A recalled cookie session moves at its next request, however young its generation is.</summary>
    public bool RecallMovesCookie { get; init; }

    /// <summary>A password change without the refresh token issues an access token that proves the row's generation.</summary>
    public bool PasswordChangeProvesTheRow { get; init; }

    /// <summary>A password change moves the generation without its refresh token.</summary>
    public bool PasswordChangeMovesTheRow { get; init; }

    /// <summary>A cookie session knows <c>Reissued</c>, and its access tokens prove their generation.</summary>
    public bool CookieReissues { get; init; }

    /// <summary>Authentication moves the row, and the request goes on as if the successor had been presented.</summary>
    public bool MovesAtAuthentication { get; init; }

    /// <summary>The client uses an access token before it has stored the refresh token that came with it.</summary>
    public bool UsesBeforeStoring { get; init; }

    /// <summary>There is no grace. This is a setting for bearer mode. Cookie mode ignores it.</summary>
    public bool NoGrace { get; init; }
}
