namespace Cardea.Tests.Revocation.Model;

/// <summary>When a node writes back what it knows and the table lacks.</summary>
internal enum WriteBack
{
    AfterEveryFullRead,

    /// <summary>Fault: not after the first read of a node.</summary>
    AfterAChangeOfIdentity,

    /// <summary>Fault: what a fail-over forgets is forgotten.</summary>
    Never,
}
