using System.Collections.Immutable;

namespace Busbar.Modbus;

/// <summary>Which unit serves a unit identifier.</summary>
internal sealed class UnitRouter(UnknownUnitPolicy policy, ServerCounters counters)
{
    private readonly Lock _lock = new();
    private readonly ModbusUnit?[] _units = new ModbusUnit?[256];
    private readonly GatewayRoute?[] _routes = new GatewayRoute?[256];
    private readonly List<GatewayTarget> _targets = [];
    private ImmutableArray<GatewayRoute> _routesToAll = [];
    private ModbusUnit? _only; // null unless there is exactly one
    private int _count;

    /// <summary>Where writes to all units go.</summary>
    public ImmutableArray<GatewayRoute> RoutesToAll => _routesToAll;

    public bool IgnoresUnknown => policy == UnknownUnitPolicy.Ignore;

    public ModbusUnit Add(int number, ModbusUnitOptions options, ModbusServerOptions server)
    {
        Check(number, nameof(number));
        var unit = new ModbusUnit(number, options, server, counters);
        lock (_lock)
        {
            if (_units[number] is not null)
                throw new InvalidOperationException($"Unit {number} was added before.");
            ThrowIfRouted(number);
            Volatile.Write(ref _units[number], unit);
            Volatile.Write(ref _only, ++_count == 1 ? unit : null);
        }

        return unit;
    }

    /// <summary>Has requests to a unit go to another transport; those to all units, to as many as are named for them.</summary>
    public void Route(int number, ModbusClient client, int unit, ModbusServerOptions server)
    {
        Check(number, nameof(number));
        Check(unit, nameof(unit));
        lock (_lock)
        {
            GatewayTarget? target = _targets.Find(each => ReferenceEquals(each.Client, client));
            if (target is null)
                _targets.Add(target = new GatewayTarget(client, server));
            var route = new GatewayRoute(target, (byte)unit);
            if (number == RtuCodec.BroadcastUnit && target.IsBroadcast((byte)unit))
            {
                ImmutableInterlocked.Update(ref _routesToAll, static (routes, added) => routes.Add(added), route);
                return;
            }

            ThrowIfRouted(number);
            if (_units[number] is not null)
                throw new InvalidOperationException($"Unit {number} is one of the server's own.");
            Volatile.Write(ref _routes[number], route);
        }
    }

    /// <returns>Null when requests to it go nowhere else.</returns>
    public GatewayRoute? RouteOf(byte number) => Volatile.Read(ref _routes[number]);

    /// <returns>Null when no unit serves it.</returns>
    [HotPath]
    public ModbusUnit? Find(byte number) => Volatile.Read(ref _units[number]) ?? FindOnly(number);

    /// <summary>The same on a serial line, where units share the line and none speaks for another unless it was told to.</summary>
    /// <returns>Null when no unit serves it.</returns>
    [HotPath]
    public ModbusUnit? FindOnLine(byte number) =>
        At(number) ?? (policy == UnknownUnitPolicy.ServeByOnlyUnit && RouteOf(number) is null ? Volatile.Read(ref _only) : null);

    /// <returns>Null when no unit has that number.</returns>
    public ModbusUnit? At(byte number) => Volatile.Read(ref _units[number]);

    /// <summary>Has all units do what is asked of all.</summary>
    public void TakeBroadcast(ReadOnlySpan<byte> pdu, Span<byte> scratch)
    {
        for (int number = 0; number <= byte.MaxValue; number++)
            At((byte)number)?.TakeBroadcast(pdu, scratch);
    }

    private static void Check(int number, string name)
    {
        if ((uint)number > byte.MaxValue)
            throw new ArgumentOutOfRangeException(name, number, "The unit identifier must be 0 to 255.");
    }

    private void ThrowIfRouted(int number)
    {
        if (_routes[number] is { } route)
            throw new InvalidOperationException($"Requests to unit {number} go to {route.Target.Client.Target} already.");
    }

    private ModbusUnit? FindOnly(byte number)
    {
        if (Volatile.Read(ref _routes[number]) is not null || (number == RtuCodec.BroadcastUnit && !_routesToAll.IsEmpty))
            return null;
        return policy == UnknownUnitPolicy.ServeByOnlyUnit || number is 0 or byte.MaxValue ? Volatile.Read(ref _only) : null;
    }
}
