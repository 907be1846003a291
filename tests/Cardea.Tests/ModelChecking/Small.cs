namespace Cardea.Tests.ModelChecking;

/// <summary>A whole number that takes one byte. States made of such numbers are small and have no padding.</summary>
/// <param name="Number">The number.</param>
internal readonly record struct Small(sbyte Number)
{
    public static implicit operator int(Small small) => small.Number;

    public static implicit operator Small(int number) => new(checked((sbyte)number));

    public override string ToString() => $"{Number}";
}
