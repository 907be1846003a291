using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Rotation.Model;

/// <summary>One session, its honest client, a bad network, a thief, and a database that can fall back.</summary>
/// <param name="Row">The row as the database answers it.</param>
/// <param name="Durable">The row as it is on the disk. Rotations and receipts commit asynchronously, recalls do not.</param>
/// <param name="Client">What the honest client holds.</param>
/// <param name="Requests">The requests on their way to the server.</param>
/// <param name="Answers">The answers on their way to the client.</param>
/// <param name="Thief">What the thief holds. It copies the client's tokens once, and is then given its own.</param>
/// <param name="RecallsLeft">How many recalls can still happen.</param>
internal readonly record struct State(
    Row Row,
    Row Durable,
    Holder Client,
    Few<Request> Requests,
    Few<Answer> Answers,
    Holder? Thief,
    Small RecallsLeft)
{
    public int OnTheirWay => Requests.Count + Answers.Count;

    /// <summary>Notes whether what is on its way was sent before the age of the generation began to count.</summary>
    public State MarkSentEarly(bool early) => this with
    {
        Requests = Requests.Select(early, static (request, early) => request with { SentEarly = early }),
        Answers = Answers.Select(early, static (answer, early) => answer with { SentEarly = early }),
    };
}
