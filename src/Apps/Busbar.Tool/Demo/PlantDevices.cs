using Busbar.Modbus;
using Busbar.Tool.Plant;

namespace Busbar.Tool.Demo;

/// <summary>The plant's register map as devices that are polled.</summary>
internal static class PlantDevices
{
    /// <summary>All devices of such a plant.</summary>
    public static IReadOnlyList<ModbusSource> Of(ModbusClient client, PlantDescription plant)
    {
        TimeSpan every = TimeSpan.FromSeconds(1 / plant.Rate);
        return [.. Station(client, every), .. Meters(client, plant.MeterPoints, every)];
    }

    /// <summary>The station's own devices, which every plant has.</summary>
    private static IReadOnlyList<ModbusSource> Station(ModbusClient client, TimeSpan every) =>
    [
        .. PlantMap.Quantities.GroupBy(quantity => (quantity.Device, quantity.Unit)).Select(device =>
            ModbusSource.Poll(client, device.Key.Unit, every, device.Key.Device, [.. device.Select(Point)])),
    ];

    /// <summary>The units of meters, as many as the plant says it has.</summary>
    private static List<ModbusSource> Meters(ModbusClient client, int points, TimeSpan every)
    {
        var sources = new List<ModbusSource>();
        for (int first = 0; first < points; first += PlantMap.PointsOfMeterUnit)
        {
            int index = first / PlantMap.PointsOfMeterUnit;
            int count = Math.Min(PlantMap.PointsOfMeterUnit, points - first);
            sources.Add(ModbusSource.Poll(
                client, PlantMap.FirstMeterUnit + index, every, PlantMap.MeterDevice(index), [.. Enumerable.Range(first, count).Select(MeterPoint)]));
        }

        return sources;
    }

    private static ModbusPoint Point(PlantQuantity quantity) => new()
    {
        Field = quantity.Field,
        Table = quantity.Table,
        Address = quantity.Address,
        Type = quantity.Type,
        Scale = 1 / quantity.Divisor,
        EngineeringUnit = quantity.EngineeringUnit,
        Resolution = quantity.Resolution,
        States = quantity.States,
        Description = quantity.Description,
    };

    private static ModbusPoint MeterPoint(int point)
    {
        (string field, string unit, double resolution) = PlantMap.MeterFields[point % MeterBank.PointsOfMeter];
        return new ModbusPoint
        {
            Field = field,
            Table = ModbusTable.InputRegisters,
            Address = point % PlantMap.PointsOfMeterUnit * 2,
            Type = RegisterType.Float32,
            Tags = [("meter", $"{(point / MeterBank.PointsOfMeter) + 1}")],
            EngineeringUnit = unit,
            Resolution = resolution,
        };
    }
}
