namespace Cardea.Server.Tests.Chaos;

/// <summary>Judges the history of a user by what was answered, and believes no client.</summary>
internal sealed class HistoryChecker
{
    private readonly TimeSpan _grace;
    private readonly int[] _acceptors;
    private readonly Hearing _hearing;

    /// <summary>Judges by these rules.</summary>
    /// <param name="grace">How long a used refresh token is repeated.</param>
    /// <param name="nodes">How many nodes there are beside the API: all of them must be heard to refuse what has ended.</param>
    /// <param name="hearing">How soon they must have heard.</param>
    public HistoryChecker(TimeSpan grace, int nodes, Hearing hearing)
    {
        _grace = grace;
        _hearing = hearing;
        _acceptors = [Entry.Api, .. Enumerable.Range(0, nodes)];
    }

    /// <summary>What must not have happened, and did; each with the session that it happened to, if it is about one.</summary>
    public IEnumerable<Finding> Check(IEnumerable<Entry> history)
    {
        var user = new UserHistory(history, _hearing);
        return
        [
            .. AccountChecks.Check(user),
            .. user.Sessions.SelectMany(session => EndChecks.Check(session, _acceptors)),
            .. user.Sessions.SelectMany(AccessTokenChecks.Check),
            .. user.Sessions.SelectMany(session => RefreshTokenChecks.Check(session, _grace)),
        ];
    }
}
