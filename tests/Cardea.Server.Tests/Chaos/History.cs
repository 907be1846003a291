namespace Cardea.Server.Tests.Chaos;

/// <summary>All that was done for one user and answered, as seen from outside of every server and client.</summary>
internal sealed class History
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];

    public IReadOnlyList<Entry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    public void Write(Entry entry)
    {
        lock (_gate)
        {
            _entries.Add(entry);
        }
    }
}
