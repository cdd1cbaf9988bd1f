namespace Busbar.Influx;

/// <summary>Which of InfluxDB's HTTP APIs a server speaks; they differ in addresses, credentials and in one field type.</summary>
public enum InfluxVersion
{
    /// <summary>InfluxDB 1.x: <c>/write</c>, databases and retention policies. Knows no unsigned integers unless built to.</summary>
    V1 = 1,

    /// <summary>InfluxDB 2.x and what speaks like it (VictoriaMetrics, InfluxDB 3): <c>/api/v2/write</c>, organizations, buckets, tokens.</summary>
    V2 = 2,
}
