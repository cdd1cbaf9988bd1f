namespace Busbar.Modbus;

/// <summary>The series of a device's points, with what is known of them.</summary>
internal static class DeviceSeries
{
    /// <exception cref="ArgumentException">Two points have the same series.</exception>
    public static Series[] Make(string device, TimeSpan period, IReadOnlyList<ModbusPoint> points, ModbusSourceOptions options)
    {
        var series = new Series[points.Count];
        var taken = new HashSet<Series>();
        for (int i = 0; i < series.Length; i++)
        {
            ModbusPoint point = points[i];
            series[i] = options.Registry.Group(device, [.. options.Tags, .. point.Tags]).Field(point.Field);
            if (!taken.Add(series[i]))
                throw new ArgumentException($"Two points belong to the series {series[i].Name}.", nameof(points));
            series[i].Metadata = series[i].Metadata with
            {
                Unit = point.EngineeringUnit,
                Resolution = point.ActualResolution,
                States = point.States,
                ExpectedPeriod = period,
                Device = device,
                Description = point.Description,
            };
        }

        return series;
    }
}
