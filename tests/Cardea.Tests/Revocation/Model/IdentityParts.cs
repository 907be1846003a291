namespace Cardea.Tests.Revocation.Model;

/// <summary>What tells two states of a database apart that hand out the same transaction ids.</summary>
[Flags]
internal enum IdentityParts
{
    System = 1,
    Timeline = 2,
    Checkpoint = 4,
    PostmasterStart = 8,
}
