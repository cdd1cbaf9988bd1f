using System.ComponentModel;
using System.Numerics;

namespace Busbar.Modbus;

/// <summary>What is set in a generated register map, as its registers hold it; for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MapValue
{
    private const double BeyondAnyRegister = 1e20;

    /// <summary>A whole number in a narrower type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not fit.</exception>
    public static TWire Fit<TValue, TWire>(TValue value, string property)
        where TValue : struct, IBinaryInteger<TValue>
        where TWire : struct, IBinaryInteger<TWire>, IMinMaxValue<TWire>
    {
        TWire wire = TWire.CreateSaturating(value);
        return TValue.CreateSaturating(wire) == value ? wire : throw OutOfRange(property, value, TWire.MinValue, TWire.MaxValue);
    }

    /// <summary>A double in a binary32, rounded to the nearest; infinities and NaN stay what they are.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not fit.</exception>
    public static float FitSingle(double value, string property) =>
        float.IsFinite((float)value) || !double.IsFinite(value) ? (float)value : throw OutOfRange(property, value, float.MinValue, float.MaxValue);

    /// <summary>A number in whole steps, rounded to the nearest, halves away from zero.</summary>
    /// <param name="steps">The number divided by its scale.</param>
    /// <param name="value">The number.</param>
    /// <param name="scale">Its scale, for what is said of a number that does not fit.</param>
    /// <param name="property">Whose it is.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not fit.</exception>
    public static TWire Round<TWire>(double steps, double value, double scale, string property)
        where TWire : struct, IBinaryInteger<TWire>, IMinMaxValue<TWire>
    {
        double rounded = Math.Round(steps, MidpointRounding.AwayFromZero);
        bool fits = rounded >= double.CreateChecked(TWire.MinValue) && rounded < double.CreateChecked(TWire.MaxValue) + 1; // 64 bits have no double of their greatest
        return fits ? TWire.CreateTruncating(rounded) : throw OutOfScale<TWire>(property, value, scale);
    }

    /// <summary>A decimal in whole steps, rounded to the nearest, halves away from zero.</summary>
    /// <param name="value">The number.</param>
    /// <param name="scale">What a step is.</param>
    /// <param name="property">Whose it is.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not fit.</exception>
    public static TWire Round<TWire>(decimal value, decimal scale, string property)
        where TWire : struct, IBinaryInteger<TWire>, IMinMaxValue<TWire>
    {
        if (Math.Abs((double)value / (double)scale) < BeyondAnyRegister)
        {
            decimal rounded = Math.Round(value / scale, MidpointRounding.AwayFromZero);
            if (rounded >= decimal.CreateChecked(TWire.MinValue) && rounded <= decimal.CreateChecked(TWire.MaxValue))
                return TWire.CreateChecked(rounded);
        }

        throw OutOfScale<TWire>(property, value, (double)scale);
    }

    /// <summary>The bits of a field that is narrower than its type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not fit.</exception>
    public static int FitBits<TValue>(TValue value, int width, string property)
        where TValue : struct, IBinaryInteger<TValue>
    {
        int highest = (1 << width) - 1;
        return value >= TValue.Zero && ulong.CreateSaturating(value) <= (ulong)highest ? int.CreateTruncating(value) : throw OutOfRange(property, value, 0, highest);
    }

    /// <summary>An array of the length that its registers have.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has another length.</exception>
    public static void CheckLength<TElement>(TElement[] values, int length, string property)
    {
        ArgumentNullException.ThrowIfNull(values, property);
        if (values.Length != length)
            throw new ArgumentOutOfRangeException(property, values.Length, $"{property} has {length} elements.");
    }

    private static ArgumentOutOfRangeException OutOfScale<TWire>(string property, object value, double scale)
        where TWire : struct, IBinaryInteger<TWire>, IMinMaxValue<TWire>
    {
        double one = (double.CreateChecked(TWire.MinValue) * scale) + 0d; // no -0
        double other = (double.CreateChecked(TWire.MaxValue) * scale) + 0d;
        return OutOfRange(property, value, FormattableString.Invariant($"{Math.Min(one, other):G15}"), FormattableString.Invariant($"{Math.Max(one, other):G15}"));
    }

    private static ArgumentOutOfRangeException OutOfRange(string property, object value, object lowest, object highest) =>
        new(property, value, FormattableString.Invariant($"{property} takes {lowest} to {highest} in its registers."));
}
