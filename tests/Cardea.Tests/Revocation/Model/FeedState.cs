using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Revocation.Model;

/// <summary>A database, the nodes that poll it, and a resource API that follows them.</summary>
/// <param name="Database">The database.</param>
/// <param name="Nodes">The nodes.</param>
/// <param name="Api">The resource API, if there is one.</param>
/// <param name="Left">What can still happen.</param>
/// <param name="NextLogout">The number of the next logout.</param>
internal readonly record struct FeedState(
    Database Database,
    Few<Node> Nodes,
    ResourceApi? Api,
    Budget Left,
    Small NextLogout);
