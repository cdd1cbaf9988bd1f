using System.Buffers.Binary;
using System.Collections;
using System.ComponentModel;
using System.Numerics;

namespace Busbar;

/// <summary>For generated code: the functions of a table, found by name without allocating.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PublishedFunctions : IReadOnlyList<PublishedFunction>
{
    private readonly PublishedFunction[] _functions;
    private readonly int[] _places; // of a function by its name's hash, one above its index; 0 for none
    private readonly uint _mask;

    /// <summary>The functions of a table.</summary>
    /// <param name="functions">In the order in which they were declared.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public PublishedFunctions(params ReadOnlySpan<PublishedFunction> functions)
    {
        _functions = functions.ToArray();
        _places = new int[BitOperations.RoundUpToPowerOf2((uint)(_functions.Length * 2) + 1)];
        _mask = (uint)_places.Length - 1;
        for (int i = 0; i < _functions.Length; i++)
        {
            ref int place = ref PlaceOf(_functions[i].Utf8Name);
            if (place != 0)
                throw new ArgumentException($"'{_functions[i].Name}' stands twice.", nameof(functions));
            place = i + 1;
            _functions[i].Index = i;
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

    internal PublishedFunction? Find(ReadOnlySpan<byte> name) => PlaceOf(name) is > 0 and int place ? _functions[place - 1] : null;

    internal int IndexOf(PublishedFunction function)
    {
        int index = function.Index;
        return (uint)index < (uint)_functions.Length && ReferenceEquals(_functions[index], function) ? index : throw new ArgumentException($"'{function.Name}' is not of this table.", nameof(function));
    }

    private ref int PlaceOf(ReadOnlySpan<byte> name)
    {
        for (uint place = Hash(name) & _mask; ; place = (place + 1) & _mask)
        {
            ref int index = ref _places[place];
            if (index == 0 || _functions[index - 1].Utf8Name.AsSpan().SequenceEqual(name))
                return ref index;
        }
    }

    /// <summary>Of the length and up to sixteen octets, the first and the last ones: names are few and known, and a loop over each octet takes longer than to compare them.</summary>
    private static uint Hash(ReadOnlySpan<byte> name)
    {
        (ulong first, ulong last) = name.Length switch
        {
            >= sizeof(ulong) => (BinaryPrimitives.ReadUInt64LittleEndian(name), BinaryPrimitives.ReadUInt64LittleEndian(name[^sizeof(ulong)..])),
            >= sizeof(uint) => (BinaryPrimitives.ReadUInt32LittleEndian(name), BinaryPrimitives.ReadUInt32LittleEndian(name[^sizeof(uint)..])),
            > 0 => (name[0], ((ulong)name[name.Length / 2] << 8) | name[^1]),
            _ => default,
        };
        return (uint)(((first ^ BitOperations.RotateLeft(last, 29)) + (uint)name.Length) * 0x9E3779B97F4A7C15 >> 40);
    }
}
