using System.Collections.Concurrent;
using Cardea.Tokens;

namespace RazorNotes;

/// <summary>The notes of all users, in memory.</summary>
public sealed class Notes
{
    private readonly ConcurrentDictionary<UserId, ConcurrentQueue<string>> _notes = new();

    /// <summary>Returns the notes of a user, the oldest first.</summary>
    public IReadOnlyCollection<string> Of(UserId user) => _notes.TryGetValue(user, out var notes) ? notes : [];

    /// <summary>Adds a note.</summary>
    public void Add(UserId user, string text) => _notes.GetOrAdd(user, static _ => new()).Enqueue(text);
}
