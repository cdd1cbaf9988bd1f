using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Busbar;

/// <summary>For generated code: a call whose arguments are being read.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct PublishedCall
{
    private readonly PublishedFunction _function;
    private readonly IServiceProvider? _services;
    private JsonPayloadReader _reader;
    private int _index = -1; // of the argument that is read
    private ulong _given; // a bit for each
    private State _state;

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // or the reader is copied once more
    internal PublishedCall(PublishedFunction function, ReadOnlySpan<byte> arguments, PublishedResult result, IServiceProvider? services, CancellationToken cancellationToken)
    {
        _function = function;
        _services = services;
        Result = result;
        CancellationToken = cancellationToken;
        if (arguments.IsEmpty)
            return;
        _reader.Open(arguments);
        _state = State.Unread;
    }

    private enum State
    {
        Empty,
        Unread,
        Named,
        Positional,
        Read,
    }

    /// <summary>Stands on the argument that is to be read.</summary>
    [UnscopedRef]
    public ref JsonPayloadReader Reader => ref _reader;

    /// <summary>Where the result goes.</summary>
    public PublishedResult Result { get; }

    /// <summary>The caller's.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>The arguments are not those of the function: it is not to be called.</summary>
    public readonly bool IsRefused => _reader.Fault is not null;

    /// <summary>Arguments are still being read, so that what is thrown is not the function's.</summary>
    internal readonly bool IsReading => _state != State.Read;

    /// <summary>For arguments that are numbers and come in the order of the parameters.</summary>
    public readonly OrderedJsonReader Ordered => new(_reader.Payload);

    /// <summary>After all arguments were read in their order.</summary>
    /// <param name="ordered">What read them.</param>
    /// <returns>False when something follows; then nothing counts of what was read.</returns>
    public bool TryAccept(in OrderedJsonReader ordered)
    {
        if (!ordered.IsAtEnd)
            return false;
        _state = State.Read;
        return true;
    }

    /// <summary>Goes on to the next argument that was given.</summary>
    /// <param name="index">Which it is, from 0.</param>
    /// <returns>False when there is none, or one is wrong: then the call is refused.</returns>
    /// <exception cref="JsonException">The arguments are no JSON.</exception>
    public bool ReadArgument(out int index)
    {
        bool isThere = _state == State.Named ? ReadNamed() : ReadOther();
        index = _index;
        return isThere;
    }

    /// <summary>That there is no argument; one that is there all the same refuses the call.</summary>
    /// <exception cref="JsonException">The arguments are no JSON.</exception>
    public void ReadNoArguments() => ReadArgument(out _);

    /// <summary>After an argument was read.</summary>
    /// <param name="isRead">False when it was not, with the reader's fault.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // between two arguments
    public void Accept(bool isRead)
    {
        if (isRead)
            _given |= 1UL << _index;
        else
            FailInArgument();
    }

    /// <summary>The service that a parameter takes.</summary>
    /// <param name="parameter">Its name.</param>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public readonly T Service<T>(string parameter)
        where T : class =>
        ServiceOrNull<T>() ?? throw new InvalidOperationException($"'{parameter}' of '{_function.Name}' is a service, and there is no {typeof(T)}.");

    /// <summary>The service that a parameter takes, or null.</summary>
    public readonly T? ServiceOrNull<T>()
        where T : class =>
        _services?.GetService(typeof(T)) as T;

    /// <summary>What was thrown while arguments were read.</summary>
    internal ArgumentFault Refuse(Exception exception)
    {
        if (exception is JsonException json)
        {
            _reader.Malformed(json);
        }
        else
        {
            _reader.Refuse("what its type takes", $"refused: {exception.Message}");
            _reader.FailInArgument(_index, _index < 0 ? "" : _function.Parameters[_index].Name);
        }

        return _reader.Fault!;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FailInArgument() => _reader.FailInArgument(_index, _function.Parameters[_index].Name);

    private bool ReadOther() => !IsRefused && _state switch
    {
        State.Positional => ReadPositional(),
        State.Unread => ReadFirst(),
        _ => End(),
    };

    private bool ReadFirst()
    {
        _reader.Read();
        if (_reader.IsObject)
        {
            _state = State.Named;
            return ReadNamed();
        }

        if (_reader.IsList)
        {
            _state = State.Positional;
            return ReadPositional();
        }

        _reader.NoArguments();
        return false;
    }

    /// <summary>Arguments mostly come in their order and without white space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool ReadNamed()
    {
        int next = _index + 1;
        byte[][] names = _function.QuotedNames;
        if ((uint)next >= (uint)names.Length || IsRefused || !_reader.TryReadMember(names[next]))
            return ReadAnyNamed();
        _index = next;
        return true;
    }

    private bool ReadAnyNamed()
    {
        if (IsRefused)
            return false;
        if (_reader.TryReadEnd())
            return EndRead();
        if (!_reader.ReadMember())
            return End();
        ReadOnlySpan<byte[]> names = _function.ParameterNames;
        int next = _index + 1;
        for (int tried = 0; tried < names.Length; tried++, next++)
        {
            int candidate = next < names.Length ? next : next - names.Length;
            if (!_reader.IsMember(names[candidate]))
                continue;
            _index = candidate;
            return true;
        }

        _reader.Unknown(Known());
        return false;
    }

    private bool ReadPositional()
    {
        if (!_reader.ReadItem())
            return End();
        if (_index + 1 >= _function.Parameters.Count)
        {
            _reader.Unknown(Known());
            return false;
        }

        _index++;
        return true;
    }

    private bool End()
    {
        if (_state != State.Empty)
            _reader.Read(); // throws when something follows
        return EndRead();
    }

    private bool EndRead()
    {
        ulong missing = _function.Required & ~_given;
        if (missing != 0)
        {
            int index = System.Numerics.BitOperations.TrailingZeroCount(missing);
            PublishedParameter parameter = _function.Parameters[index];
            _reader.Missing("", parameter.Type.Expected);
            _reader.FailInArgument(index, parameter.Name);
        }

        _state = State.Read;
        return false;
    }

    private readonly string Known() => _function.Parameters.Count == 0 ? "the function takes none" : "the function takes " + string.Join(", ", _function.Parameters.Select(parameter => parameter.Name));
}
