using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Rotation.Model;

/// <summary>
/// Counts everything from the row's generation, and calls everything "older" that is older than what still matters. So the
/// states are finite, although a session moves for ever.
/// </summary>
internal static class NormalForm
{
    public static State Of(State state)
    {
        var origin = new Origin(state.Row, state.Durable);
        return state with
        {
            Row = origin.Move(state.Row),
            Durable = origin.Move(state.Durable),
            Client = origin.Move(state.Client),
            Requests = state.Requests.Select(origin, static (request, origin) => origin.Move(request)).Sorted(),
            Answers = state.Answers.Select(origin, static (answer, origin) => origin.Move(answer)).Sorted(),
            Thief = state.Thief is { } thief ? origin.Move(thief) : null,
        };
    }

    /// <summary>Where the normal form counts from.</summary>
    private readonly struct Origin(Row row, Row durable)
    {
        private readonly int _generation = row.Generation;
        private readonly int _recalls = row.Recalls;

        // Older than everything that the table asks about. All such tokens meet the same end.
        private readonly int _older = Min(row.Parent, row.Proved, durable.Parent, durable.Proved) - 1;

        // Refused by a recall by generation.
        private readonly int _refused = Math.Min(row.LowestAccepted, durable.LowestAccepted) - 1;

        public Row Move(Row row) => row with
        {
            Generation = row.Generation - _generation,
            Parent = row.Parent - _generation,
            Proved = row.Proved - _generation,
            LowestAccepted = Math.Max(row.LowestAccepted, _older - 1) - _generation,
            Recalls = 0,
        };

        public Holder Move(Holder holder) => new(Move(holder.Token), Move(holder.Access));

        public Request Move(Request request) => request with { Presented = Move(request.Presented) };

        public Answer Move(Answer answer) => answer with
        {
            Presented = Move(answer.Presented),
            Token = answer.Token is { } token ? Move(token) : null,
            Access = Move(answer.Access),
        };

        private Small Move(Small token) => Math.Max(token, _older) - _generation;

        private AccessToken Move(AccessToken access) => new(
            Math.Max(access.Generation, Math.Max(_older, _refused)) - _generation,
            Math.Max(access.Recalls - _recalls, -1));

        private static int Min(int first, int second, int third, int fourth) =>
            Math.Min(Math.Min(first, second), Math.Min(third, fourth));
    }
}
