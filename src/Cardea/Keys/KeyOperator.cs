using Cardea.Audit;
using Cardea.Callers;

namespace Cardea.Keys;

/// <summary>Who changes a key, and what the audit is told. The store checks and writes both in the transaction of the change.</summary>
/// <param name="Actor">The acting session; null for the command line.</param>
/// <param name="Event">The event.</param>
internal sealed record KeyOperator(Actor? Actor, SecurityEvent Event);
