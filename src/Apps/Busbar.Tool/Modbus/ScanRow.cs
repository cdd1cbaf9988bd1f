using System.Globalization;

namespace Busbar.Tool;

/// <summary>A unit that answers, as a line of output.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Exception">What it refused the probe with; null when it did not.</param>
/// <param name="Milliseconds">How long the answer took.</param>
/// <param name="Time">When it came.</param>
internal sealed record ScanRow(int Unit, string? Exception, double Milliseconds, DateTimeOffset Time)
{
    public string MillisecondsText => Milliseconds.ToString("0.0", CultureInfo.InvariantCulture);

    public string ToJson() => JsonLine.Of(json =>
    {
        json.WriteNumber("unit", Unit);
        json.WriteString("exception", Exception);
        json.WriteNumber("milliseconds", Math.Round(Milliseconds, 3));
        json.WriteTime(Time);
    });
}
