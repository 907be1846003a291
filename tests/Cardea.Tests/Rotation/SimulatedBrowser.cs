using Cardea.Rotation;
using Cardea.Tokens;

namespace Cardea.Tests.Rotation;

/// <summary>
/// A browser with the cookie of a session, the session's row by the real rules, and all that a network and a database do to them. The
/// browser takes the cookie of the answer that arrives last, whatever it is. A request is served within ten seconds. An answer arrives or
/// is lost before the next cookie can be old: see the corners in the threat model.
/// </summary>
internal sealed class SimulatedBrowser
{
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestAbsence = TimeSpan.FromDays(2);

    // Each may lose that the user was there at all.
    private const int MostFallBacks = 3;

    private readonly RotationRows _rows = new(TokenTransport.Cookie);
    private readonly List<(int Presented, TimeSpan Sent)> _requests = [];
    private readonly List<(int? Cookie, TimeSpan Sent)> _answers = [];
    private SessionRow _row;
    private SessionRow _onDisk;
    private TimeSpan _now;
    private TimeSpan _served;
    private int _cookie;
    private int? _stolen;
    private int _fallBacks;

    public SimulatedBrowser() => _row = _onDisk = _rows.Row(0, proved: 0);

    /// <summary>Why the browser was refused; null as long as it was not.</summary>
    public RotationOutcome? SignedOut { get; private set; }

    /// <summary>True if a thief got on with a cookie that is older than a proved one, outside the grace.</summary>
    public bool IsFooled { get; private set; }

    private TimeSpan LongestAnswer => _rows.Options.CookieRotation - _rows.Options.GraceOf(TokenTransport.Cookie);

    /// <summary>One step of the world.</summary>
    /// <param name="step">What happens.</param>
    /// <param name="number">Which of several things it happens to, or for how long.</param>
    public void Do(BrowserStep step, int number)
    {
        switch (step)
        {
            case BrowserStep.Send:
                _requests.Add((_cookie, _now));
                break;
            case BrowserStep.Serve when _requests.Count > 0:
                Serve(number % _requests.Count);
                break;
            case BrowserStep.Arrive when _answers.Count > 0:
                Arrive(number % _answers.Count);
                break;
            case BrowserStep.Lose when _answers.Count > 0:
                _answers.RemoveAt(number % _answers.Count);
                break;
            case BrowserStep.Refresh:
                Refresh();
                break;
            case BrowserStep.Wait:
                Pass(TimeSpan.FromSeconds(number % 60));
                break;
            case BrowserStep.Sleep:
                Pass(TimeSpan.FromMinutes(number % (2 * 24 * 60)));
                break;
            case BrowserStep.Flush:
                _onDisk = _row;
                break;
            case BrowserStep.FallBack when _fallBacks++ < MostFallBacks:
                // Recalls are durable.
                _row = _onDisk with { Recalls = _row.Recalls };
                break;
            case BrowserStep.Recall:
                _row = _row with { Recalls = _row.Recalls + 1 };
                _onDisk = _onDisk with { Recalls = _row.Recalls };
                break;
            case BrowserStep.Steal:
                _stolen ??= _cookie;
                break;
            case BrowserStep.Abuse when _stolen is { } stolen:
                Abuse(stolen);
                break;
        }
    }

    private void Refresh()
    {
        _requests.Add((_cookie, _now));
        Serve(_requests.Count - 1);
        Arrive(_answers.Count - 1);
    }

    private void Serve(int index)
    {
        var (presented, _) = _requests[index];
        _requests.RemoveAt(index);
        var outcome = Present(presented);
        if (outcome is RotationOutcome.Continued { Grant: var grant })
        {
            // An access token that is refused at once would lead to an endless 401.
            if (grant.Recalls < _row.Recalls)
            {
                SignedOut = new RotationOutcome.Unknown();
            }

            _answers.Add((grant.Successor?.Generation, _now));
        }
        else
        {
            SignedOut ??= outcome;
            _answers.Add((null, _now));
        }
    }

    private void Arrive(int index)
    {
        var (cookie, sent) = _answers[index];
        _answers.RemoveAt(index);
        _cookie = cookie ?? _cookie;
        _served = sent > _served ? sent : _served;
    }

    private void Abuse(int stolen)
    {
        var isOld = stolen < _row.Proved && RotationRows.Moved + _now - _row.RotatedAt >= _rows.Options.GraceOf(TokenTransport.Cookie);
        switch (Present(stolen))
        {
            case RotationOutcome.Continued { Grant: var grant }:
                IsFooled |= isOld;
                _stolen = grant.Successor?.Generation ?? stolen;
                break;
            case RotationOutcome.Replayed:
                _row = _onDisk = _row with { IsLive = false };
                break;
        }
    }

    private RotationOutcome Present(int generation)
    {
        var decision = RotationRules.Decide(_rows.First.Descend(generation), _row, RotationRows.Moved + _now, _rows.Options);
        if (decision.Move is { } move)
        {
            _row = _row with
            {
                Generation = move.Generation,
                Parent = move.Parent,
                Proved = move.Proved,
                Recalls = move.Recalls,
                TokenHash = move.TokenHash,
                RotatedAt = RotationRows.Moved + _now,
            };
        }

        return decision.Outcome;
    }

    private void Pass(TimeSpan time)
    {
        // A user who stays away for long is signed out by the idle timeout.
        if (_now + time - _served > LongestAbsence)
        {
            Refresh();
        }

        while (_requests.FindIndex(request => _now + time - request.Sent >= LongestRequest) is >= 0 and var request)
        {
            Serve(request);
        }

        while (_answers.FindIndex(answer => _now + time - answer.Sent >= LongestAnswer) is >= 0 and var answer)
        {
            Arrive(answer);
        }

        // A fall-back loses what was committed a moment ago, not what was committed a while ago.
        if (time > TimeSpan.FromHours(2))
        {
            _onDisk = _row;
        }

        _now += time;
    }
}

/// <summary>What can happen to a browser.</summary>
internal enum BrowserStep
{
    Send,
    Serve,
    Arrive,
    Lose,
    Refresh,
    Wait,
    Sleep,
    Flush,
    FallBack,
    Recall,
    Steal,
    Abuse,
}
