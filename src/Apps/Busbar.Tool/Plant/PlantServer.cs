using System.Net;
using Busbar.Modbus;
using Microsoft.Extensions.Logging;

namespace Busbar.Tool.Plant;

/// <summary>The plant behind a Modbus TCP server: steps the model at its rate and writes the registers; takes breaker commands and set points.</summary>
internal sealed class PlantServer : IAsyncDisposable
{
    private readonly PlantOptions _options;
    private readonly PowerStation _station;
    private readonly MeterBank _meters;
    private readonly ModbusServer _server;
    private readonly ModbusUnit[] _units; // by unit number; those of PlantMap
    private readonly ModbusUnit[] _meterUnits;
    private readonly ushort[] _meterRegisters = new ushort[PlantMap.PointsOfMeterUnit * 2];
    private readonly Lock _model = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public PlantServer(PlantOptions options, ILoggerFactory loggers)
    {
        _options = options;
        _station = new PowerStation(options.Seed);
        _meters = new MeterBank(options.Points, options.Seed);
        _server = new ModbusServer(new ModbusServerOptions
        {
            Logger = loggers.CreateLogger<ModbusServer>(),
            TimeProvider = options.TimeProvider,
            UnknownUnit = UnknownUnitPolicy.Refuse,
        });
        _units = [.. PlantMap.Quantities.Select(quantity => quantity.Unit).Distinct().Select(AddStationUnit)];
        _meterUnits = [.. Enumerable.Range(0, (options.Points + PlantMap.PointsOfMeterUnit - 1) / PlantMap.PointsOfMeterUnit).Select(AddMeterUnit)];
        Describe();
        Publish();
    }

    public IPEndPoint LocalEndPoint => _server.LocalEndPoint!;

    public async Task StartAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        await _server.ListenAsync(endPoint, cancellationToken);
        _running = Task.Run(RunAsync, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        await _server.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var period = TimeSpan.FromSeconds(1 / _options.Rate);
        using var timer = new PeriodicTimer(period, _options.TimeProvider);
        long last = _options.TimeProvider.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                long now = _options.TimeProvider.GetTimestamp();
                // A machine that slept must not be caught up with in one go.
                double elapsed = Math.Min(_options.TimeProvider.GetElapsedTime(last, now).TotalSeconds, 5);
                last = now;
                lock (_model)
                {
                    _station.Step(elapsed);
                    _meters.Step(elapsed, _station.BusbarVoltage);
                }

                Publish();
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    /// <summary>With no more than the map has: whoever asks for others is told so, and takes neither zeros for values nor silence for obedience.</summary>
    private ModbusUnit AddStationUnit(int number)
    {
        Breaker? breaker = BreakerOf(number);
        ModbusUnit unit = _server.AddUnit(number, new ModbusUnitOptions
        {
            Coils = breaker is null ? 0 : PlantMap.BreakerCoil + 1,
            DiscreteInputs = PlantMap.SizeOf(number, ModbusTable.DiscreteInputs),
            InputRegisters = PlantMap.SizeOf(number, ModbusTable.InputRegisters),
            HoldingRegisters = PlantMap.SizeOf(number, ModbusTable.HoldingRegisters),
        });
        unit.OnWrite(Command);
        if (breaker is not null)
            unit.Coils.Write(PlantMap.BreakerCoil, breaker.Commanded);
        return unit;
    }

    /// <summary>With no more registers than points, for the same reason.</summary>
    private ModbusUnit AddMeterUnit(int index)
    {
        int points = Math.Min(PlantMap.PointsOfMeterUnit, _options.Points - (index * PlantMap.PointsOfMeterUnit));
        return _server.AddUnit(PlantMap.FirstMeterUnit + index, new ModbusUnitOptions { InputRegisters = points * 2 });
    }

    private void Describe()
    {
        Span<ushort> registers = stackalloc ushort[PlantDescription.Registers];
        new PlantDescription(_options.Points, _options.Rate).WriteTo(registers);
        _server.AddUnit(PlantMap.DescriptionUnit).InputRegisters.Write(0, registers);
    }

    private Breaker? BreakerOf(int unit) => unit switch
    {
        1 => _station.Generator.Breaker,
        >= 3 and <= 5 => _station.Feeders[unit - 3].Breaker,
        _ => null,
    };

    private void Command(ModbusChange change)
    {
        lock (_model)
        {
            if (change.Table == ModbusTable.Coils && change.Address == PlantMap.BreakerCoil && BreakerOf(change.Unit) is { } breaker)
                breaker.Commanded = change.Coils.Span[0];
            if (change.Table != ModbusTable.HoldingRegisters || change.Address != PlantMap.SetpointRegister || change.Count < 2)
                return;
            float setpoint = BitConverter.UInt32BitsToSingle(((uint)change.Registers.Span[0] << 16) | change.Registers.Span[1]);
            if (!float.IsFinite(setpoint))
                return; // the next publication shows what holds still
            if (change.Unit == 1)
                _station.Generator.Setpoint = Math.Clamp(setpoint, 0, 12_000);
            else if (change.Unit == 2)
                _station.Transformer.TapChanger.Setpoint = Math.Clamp(setpoint, 18, 22);
        }
    }

    private void Publish()
    {
        lock (_model)
        {
            foreach (ModbusUnit unit in _units)
                Publish(unit);
        }

        for (int i = 0; i < _meterUnits.Length; i++)
            PublishMeters(_meterUnits[i], _meters.Values[(i * PlantMap.PointsOfMeterUnit)..]);
    }

    /// <summary>All of a unit in one update, so that no reader sees power without its current.</summary>
    private void Publish(ModbusUnit unit)
    {
        using Lock.Scope update = unit.BeginUpdate();
        foreach (PlantQuantity quantity in PlantMap.Quantities)
        {
            if (quantity.Unit == unit.Number)
                Write(unit, quantity, quantity.Value(_station));
        }

        if (BreakerOf(unit.Number) is { } breaker)
            unit.Coils.Write(PlantMap.BreakerCoil, breaker.Commanded);
    }

    private static void Write(ModbusUnit unit, PlantQuantity quantity, double value)
    {
        RegisterTable registers = quantity.Table == ModbusTable.HoldingRegisters ? unit.HoldingRegisters : unit.InputRegisters;
        switch (quantity.Type)
        {
            case RegisterType.Boolean: unit.DiscreteInputs.Write(quantity.Address, value != 0); break;
            case RegisterType.Int16: registers.Write(quantity.Address, (short)value); break;
            case RegisterType.UInt16: registers.Write(quantity.Address, (ushort)value); break;
            case RegisterType.UInt64: registers.Write(quantity.Address, (ulong)value); break;
            default: registers.Write(quantity.Address, (float)value); break;
        }
    }

    private void PublishMeters(ModbusUnit unit, ReadOnlySpan<float> values)
    {
        int count = Math.Min(values.Length, PlantMap.PointsOfMeterUnit);
        for (int i = 0; i < count; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(values[i]);
            _meterRegisters[2 * i] = (ushort)(bits >> 16);
            _meterRegisters[(2 * i) + 1] = (ushort)bits;
        }

        unit.InputRegisters.Write(0, _meterRegisters.AsSpan(0, count * 2));
    }
}
