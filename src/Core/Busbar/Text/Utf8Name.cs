using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Busbar;

/// <summary>For generated code: a name in UTF-8 beside one of many that are known.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Utf8Name
{
    /// <summary>
    /// Whether both are the same. A call: a method with a hundred comparisons in it has more variables than the compiler follows, and is
    /// four times as slow.
    /// </summary>
    /// <param name="name">What came.</param>
    /// <param name="expected">What is known.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected) => name.SequenceEqual(expected);
}
