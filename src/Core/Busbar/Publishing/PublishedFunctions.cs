using System.Collections;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Busbar;

/// <summary>For generated code: the functions of a table, found by name without allocating.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PublishedFunctions : IReadOnlyList<PublishedFunction>
{
    private readonly PublishedFunction[] _functions;
    private readonly Place[] _places; // where a function is by its name's hash
    private readonly uint _mask;

    /// <summary>The functions of a table.</summary>
    /// <param name="functions">In the order in which they were declared.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public PublishedFunctions(params ReadOnlySpan<PublishedFunction> functions)
    {
        _functions = functions.ToArray();
        _places = new Place[BitOperations.RoundUpToPowerOf2((uint)(_functions.Length * 2) + 1)];
        _mask = (uint)_places.Length - 1;
        for (int i = 0; i < _functions.Length; i++)
        {
            PublishedFunction function = _functions[i];
            ref Place place = ref PlaceOf(function.Utf8Name);
            if (place.Function is not null)
                throw new ArgumentException($"'{function.Name}' stands twice.", nameof(functions));
            place = new Place(NameKey.Of(function.Utf8Name), function);
            function.Index = i;
        }
    }

    /// <inheritdoc/>
    public int Count => _functions.Length;

    /// <inheritdoc/>
    public PublishedFunction this[int index] => _functions[index];

    /// <inheritdoc/>
    public IEnumerator<PublishedFunction> GetEnumerator() => ((IEnumerable<PublishedFunction>)_functions).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _functions.GetEnumerator();

    internal PublishedFunction? Find(ReadOnlySpan<byte> name) => PlaceOf(name).Function;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int IndexOf(PublishedFunction function)
    {
        int index = function.Index;
        PublishedFunction[] all = _functions;
        if ((uint)index >= (uint)all.Length || !ReferenceEquals(all[index], function))
            Throw(function);
        return index;
    }

    private ref Place PlaceOf(ReadOnlySpan<byte> name)
    {
        var key = NameKey.Of(name);
        Place[] places = _places;
        for (uint index = key.Hash & _mask; ; index = (index + 1) & _mask)
        {
            ref Place place = ref places[index];
            if (place.Function is null || (place.Key == key && (key.IsWhole || place.Function.Utf8Name.AsSpan().SequenceEqual(name))))
                return ref place;
        }
    }

    [DoesNotReturn]
    private static void Throw(PublishedFunction function) => throw new ArgumentException($"'{function.Name}' is not of this table.", nameof(function));

    private readonly struct Place(NameKey key, PublishedFunction function)
    {
        public NameKey Key { get; } = key;

        public PublishedFunction? Function { get; } = function;
    }
}
