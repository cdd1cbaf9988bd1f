using System.Globalization;

namespace Busbar.Tool;

/// <summary>Times as users write them: 500ms, 1s, 2m, 1h.</summary>
internal static class Durations
{
    private static readonly (string Suffix, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    public static TimeSpan Parse(string text, string option)
    {
        foreach ((string suffix, double seconds) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
                && count * seconds is >= 0.001 and <= 86_400)
                return TimeSpan.FromSeconds(count * seconds);
        }

        throw new UsageException($"{option} must be a time from 1ms to 24h, such as 500ms, 1s or 2m, not '{text}'.");
    }
}
