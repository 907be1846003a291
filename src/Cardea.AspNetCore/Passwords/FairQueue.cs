namespace Cardea.AspNetCore.Passwords;

/// <summary>
/// A bounded queue that is fair between senders: each sender gets its turn. If the queue is full, the sender with the most items
/// loses its newest item to a sender who has fewer. So a flood from one sender keeps no other sender out. It is not safe for several
/// threads at once.
/// </summary>
/// <typeparam name="T">What waits.</typeparam>
/// <param name="most">How many items may wait.</param>
internal sealed class FairQueue<T>(int most)
    where T : class
{
    private readonly Dictionary<string, LinkedList<T>> _waiting = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _turns = new();
    private int _count;

    /// <summary>How many items wait.</summary>
    public int Count => _count;

    /// <summary>True if an item of the sender would be turned away.</summary>
    public bool IsFullFor(string sender) => _count >= most && (most == 0 || CountOf(sender) + 1 >= Longest().Count);

    /// <summary>Adds an item.</summary>
    /// <returns>The item that is turned away: null for none, the item itself, or the newest item of the sender with the most.</returns>
    public T? Add(string sender, T item)
    {
        if (IsFullFor(sender))
        {
            return item;
        }

        var displaced = _count >= most ? Longest().Last!.Value : null;
        if (displaced is not null)
        {
            Longest().RemoveLast();
            _count--;
        }

        if (!_waiting.TryGetValue(sender, out var items))
        {
            _waiting.Add(sender, items = new());
            _turns.AddLast(sender);
        }

        items.AddLast(item);
        _count++;
        return displaced;
    }

    /// <summary>Takes the oldest item of the sender whose turn it is.</summary>
    /// <returns>The item; null if none waits.</returns>
    public T? Take()
    {
        if (_turns.First is not { Value: var sender } turn)
        {
            return null;
        }

        var items = _waiting[sender];
        var item = items.First!.Value;
        items.RemoveFirst();
        _count--;
        _turns.Remove(turn);
        if (items.Count > 0)
        {
            _turns.AddLast(turn);
        }
        else
        {
            _waiting.Remove(sender);
        }

        return item;
    }

    /// <summary>Removes an item whose sender has gone away.</summary>
    /// <returns>True if the item waited.</returns>
    public bool Remove(string sender, T item)
    {
        if (!_waiting.TryGetValue(sender, out var items) || !items.Remove(item))
        {
            return false;
        }

        _count--;
        if (items.Count == 0)
        {
            _waiting.Remove(sender);
            _turns.Remove(sender);
        }

        return true;
    }

    private int CountOf(string sender) => _waiting.TryGetValue(sender, out var items) ? items.Count : 0;

    private LinkedList<T> Longest() => _waiting.Values.MaxBy(static items => items.Count)!;
}
