namespace Cardea.Tests.ModelChecking;

/// <summary>A list of at most three items that is a value itself. Free places hold the default, so equal lists have equal bytes.</summary>
internal readonly record struct Few<T>(Small Count, T First, T Second, T Third)
    where T : unmanaged
{
    public T this[int index] => index switch
    {
        0 => First,
        1 => Second,
        2 => Third,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public Few<T> Add(T item) => With(Count, item) with { Count = Count + 1 };

    public Few<T> With(int index, T item) => index switch
    {
        0 => this with { First = item },
        1 => this with { Second = item },
        2 => this with { Third = item },
        _ => throw new ArgumentOutOfRangeException(nameof(index), index, "There is room for three."),
    };

    public Few<T> Without(int index) => index switch
    {
        0 => new(Count - 1, Second, Third, default),
        1 => new(Count - 1, First, Third, default),
        _ => new(Count - 1, First, Second, default),
    };

    /// <summary>The first items.</summary>
    public Few<T> Take(int count)
    {
        var taken = default(Few<T>);
        for (var i = 0; i < count; i++)
        {
            taken = taken.Add(this[i]);
        }

        return taken;
    }

    /// <summary>Changes each item. The argument serves lambdas that capture nothing: they cost no allocation per state.</summary>
    public Few<T> Select<TArgument>(TArgument argument, Func<T, TArgument, T> change)
    {
        var changed = this;
        for (var i = 0; i < Count; i++)
        {
            changed = changed.With(i, change(this[i], argument));
        }

        return changed;
    }

    public bool Any(Func<T, bool> condition)
    {
        foreach (var item in this)
        {
            if (condition(item))
            {
                return true;
            }
        }

        return false;
    }

    public bool Contains(T sought)
    {
        foreach (var item in this)
        {
            if (Bytes.Of(in item).SequenceEqual(Bytes.Of(in sought)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The same items in the order of their bytes. The order means nothing, but lists with the same items become equal.</summary>
    public Few<T> Sorted()
    {
        var (first, second, third) = (First, Second, Third);
        if (Count > 1)
        {
            Order(ref first, ref second);
        }

        if (Count > 2)
        {
            Order(ref second, ref third);
            Order(ref first, ref second);
        }

        return new(Count, first, second, third);
    }

    public Enumerator GetEnumerator() => new(this);

    private static void Order(ref T lower, ref T higher)
    {
        if (Bytes.Of(in lower).SequenceCompareTo(Bytes.Of(in higher)) > 0)
        {
            (lower, higher) = (higher, lower);
        }
    }

    internal struct Enumerator(Few<T> items)
    {
        private int _index = -1;

        public readonly T Current => items[_index];

        public bool MoveNext() => ++_index < items.Count;
    }
}
