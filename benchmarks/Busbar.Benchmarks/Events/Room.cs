using System.Reflection;
using System.Runtime.CompilerServices;

namespace Busbar.Benchmarks.Events;

/// <summary>What gets events: by the generated table, or as connectors with reflection look methods up and call them.</summary>
[EventTable(EventFormat.MessagePack)]
public abstract class Room
{
    public long Sum { get; protected set; }

    /// <summary>The methods of a class by the name of their event.</summary>
    public Dictionary<string, MethodInfo> Methods() => GetType()
        .GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(method => method.GetCustomAttribute<EventAttribute>() is not null)
        .ToDictionary(method => method.GetCustomAttribute<EventAttribute>()!.Name, StringComparer.Ordinal);

    /// <summary>A call of its own, as it is in a connector: where the type of the room is known, the compiler puts a small table into the loop that measures it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public EventOutcome Dispatch(ReadOnlySpan<byte> name, ReadOnlySpan<byte> payload) => DispatchEvent(name, payload);

    protected abstract EventOutcome DispatchEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> payload);
}
