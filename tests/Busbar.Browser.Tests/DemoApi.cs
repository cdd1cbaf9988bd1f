using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Busbar.Browser.Tests;

/// <summary>What the tests ask of a demo besides looking at its page.</summary>
internal static class DemoApi
{
    private static readonly HttpClient Http = new();
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20); // between two questions
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<IReadOnlyList<Device>> DevicesAsync(int port)
    {
        JsonElement devices = await Http.GetFromJsonAsync<JsonElement>($"http://127.0.0.1:{port}/api/devices");
        return
        [
            .. devices.EnumerateArray().Select(device => new Device(
                device.GetProperty("name").GetString()!,
                device.GetProperty("state").GetString()!,
                DateTimeOffset.UnixEpoch.AddMilliseconds(device.GetProperty("since").GetDouble()),
                TimeSpan.FromMilliseconds(device.GetProperty("period").GetDouble()))),
        ];
    }

    /// <summary>All samples of a series that are stored, once there are enough. Each is the JSON it was sent as.</summary>
    public static async Task<IReadOnlyList<string>> HistoryAsync(int port, string series, int atLeast)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            IReadOnlyList<string> samples = await StoredAsync(port, series, patience.Token);
            if (samples.Count >= atLeast)
                return samples;
            await Task.Delay(Pause, patience.Token);
        }
    }

    /// <summary>Waits until each device answers: a busy machine makes one miss a poll or two.</summary>
    public static async Task AllConnectedAsync(int port)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            IReadOnlyList<Device> devices = await DevicesAsync(port);
            if (devices.Count > 0 && devices.All(device => device.State == "connected"))
                return;
            Assert.False(patience.IsCancellationRequested, $"Not connected: {string.Join(", ", devices)}");
            await Task.Delay(Pause);
        }
    }

    private static async Task<IReadOnlyList<string>> StoredAsync(int port, string name, CancellationToken cancellationToken)
    {
        JsonElement all = await Http.GetFromJsonAsync<JsonElement>($"http://127.0.0.1:{port}/api/series", cancellationToken);
        JsonElement series = all.EnumerateArray().FirstOrDefault(each => each.GetProperty("name").GetString() == name);
        if (series.ValueKind == JsonValueKind.Undefined)
            return [];
        long to = TimeProvider.System.GetUtcNow().AddMinutes(1).ToUnixTimeMilliseconds();
        string query = string.Create(CultureInfo.InvariantCulture, $"series={series.GetProperty("id").GetInt32()}&from={to - 3_600_000}&to={to}&points=20000");
        JsonElement history = await Http.GetFromJsonAsync<JsonElement>($"http://127.0.0.1:{port}/api/history?{query}", cancellationToken);
        return [.. history.GetProperty("samples").EnumerateArray().Select(sample => sample.GetRawText())];
    }

    internal sealed record Device(string Name, string State, DateTimeOffset Since, TimeSpan Period);
}
