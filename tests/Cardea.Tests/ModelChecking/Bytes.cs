using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Cardea.Tests.ModelChecking;

/// <summary>
/// The bytes of a value. States consist of <see cref="Small"/>s and Booleans. They have no padding, so their bytes decide
/// whether they are equal. This is several times faster than to compare field by field.
/// </summary>
internal static class Bytes
{
    public static ReadOnlySpan<byte> Of<T>(ref readonly T value)
        where T : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));

    /// <summary>Compares values by their bytes.</summary>
    internal sealed class Comparer<T> : IEqualityComparer<T>
        where T : unmanaged
    {
        public bool Equals(T x, T y) => Of(in x).SequenceEqual(Of(in y));

        public int GetHashCode([DisallowNull] T obj)
        {
            var hash = default(HashCode);
            hash.AddBytes(Of(in obj));
            return hash.ToHashCode();
        }
    }
}
