namespace Cardea.Tests.Rotation.Model;

/// <summary>Property (c): thief and owner go on for ever if a cycle of steps bears all these marks.</summary>
[Flags]
internal enum Progress
{
    None = 0,
    OwnerIsAccepted = 1,
    ThiefIsAccepted = 2,
    RowMoves = 4,
    BothGoOn = OwnerIsAccepted | ThiefIsAccepted | RowMoves,
}
