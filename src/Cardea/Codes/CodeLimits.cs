namespace Cardea.Codes;

/// <summary>How many codes a user has, and how often a code can be tried.</summary>
internal static class CodeLimits
{
    /// <summary>How many codes of one purpose a user has at once. Of mailed codes, as many that known devices asked for, and as many others.</summary>
    public const int SideBySide = 5;

    /// <summary>How many passwords can be tried with one mailed code.</summary>
    public const int Passwords = 10;

    /// <summary>How many typed codes can be tried for one address in an hour.</summary>
    public const int TypedInAnHour = 10;

    /// <summary>How many wrong codes in a row can be typed for one address. Then only links work.</summary>
    public const int TypedInARow = 50;

    /// <summary>How long the wrong codes of an address are remembered after the last of them.</summary>
    public static TimeSpan TypedMemory { get; } = TimeSpan.FromDays(30);

    /// <summary>
    /// True if only users of Cardea's own store have codes of a purpose. The address of the others is the app's to verify and to change.
    /// </summary>
    public static bool AreOfOwnUsers(CodePurpose purpose) => IsMailed(purpose) && purpose != CodePurpose.EnrolmentMail;

    /// <summary>
    /// True if codes of a purpose go out by mail. Anyone can ask for most of these, so a new one takes no older one's place, and using one voids the
    /// others. Codes of other purposes go to a client that has shown something: each client uses its own, and a sixth replaces the oldest.
    /// </summary>
    public static bool IsMailed(CodePurpose purpose) =>
        purpose is CodePurpose.VerifyEmail or CodePurpose.ResetPassword or CodePurpose.ChangeEmail or CodePurpose.SignIn
            or CodePurpose.EnrolmentMail or CodePurpose.Reauthenticate or CodePurpose.UndoEmail;
}
