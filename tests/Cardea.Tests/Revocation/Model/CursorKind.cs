namespace Cardea.Tests.Revocation.Model;

/// <summary>What a cursor remembers.</summary>
internal enum CursorKind
{
    /// <summary>The whole snapshot: the next transaction id, and the ids in progress.</summary>
    Snapshot,

    /// <summary>The oldest id in progress. Correct, but one forgotten transaction makes every poll read everything again.</summary>
    Xmin,

    /// <summary>Fault: the same, and the rows of the last minute are read again.</summary>
    XminAndTheLastMinute,

    /// <summary>Fault: the highest number of a sequence.</summary>
    Sequence,
}
