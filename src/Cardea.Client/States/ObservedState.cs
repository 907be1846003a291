using Microsoft.Extensions.Logging;

namespace Cardea.Client.States;

/// <summary>
/// The state of one token store. Observers see each change once and in order, outside of any lock, so an observer can call the
/// client.
/// </summary>
internal sealed partial class ObservedState(ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly Queue<CardeaStateChangedEventArgs> _changes = [];
    private CardeaClientState _current;
    private int _version;
    private bool _isReporting;

    public event Action<CardeaStateChangedEventArgs>? Changed;

    public CardeaClientState Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }
    }

    /// <summary>The number of sign-ins and sign-outs so far. What was seen before the last of them says nothing any more.</summary>
    public int Version
    {
        get
        {
            lock (_lock)
            {
                return _version;
            }
        }
    }

    /// <summary>A stored session was seen. Only an answer of the issuer ends the state <c>Offline</c>.</summary>
    public void SeeSession(int version) => Set(CardeaClientState.SignedIn, version, keep: CardeaClientState.Offline);

    /// <summary>Sets the state, if there was no sign-in or sign-out since <paramref name="version"/>.</summary>
    public void Set(CardeaClientState state, int version) => Set(state, version, keep: state);

    /// <summary>The user signs in or out here.</summary>
    public void Begin(CardeaClientState state)
    {
        lock (_lock)
        {
            _version++;
        }

        Set(state, version: null, keep: state);
    }

    private void Set(CardeaClientState state, int? version, CardeaClientState keep)
    {
        lock (_lock)
        {
            if ((version is not null && version != _version) || _current == state || _current == keep)
            {
                return;
            }

            _changes.Enqueue(new(_current, state));
            _current = state;
            if (_isReporting)
            {
                return;
            }

            _isReporting = true;
        }

        while (Next() is { } change)
        {
            Report(change);
        }
    }

    private CardeaStateChangedEventArgs? Next()
    {
        lock (_lock)
        {
            _isReporting = _changes.TryDequeue(out var change);
            return change;
        }
    }

    private void Report(CardeaStateChangedEventArgs change)
    {
        try
        {
            Changed?.Invoke(change);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogObserverFailed(logger, exception);
        }
    }

    [LoggerMessage(EventId = 1111, Level = LogLevel.Error, Message = "A handler of CardeaClient.StateChanged has thrown")]
    private static partial void LogObserverFailed(ILogger logger, Exception exception);
}
