using System.Text.Json;
using Busbar.Interop.Tests.Influx;
using Busbar.Tool.Tests;

namespace Busbar.Interop.Tests.Tool;

/// <summary>The demo beside a real InfluxDB.</summary>
public sealed class DemoInfluxTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("busbar-demo-");

    [Fact]
    public async Task Demo_LeavesPointsInInfluxDb_WithTheirTimesAndAnOutagesQuality()
    {
        await using TimeSeriesServer influx = await TimeSeriesServer.StartInfluxAsync();
        ToolProcess plant = ToolProcess.Start("plant", "--port", "0");
        int port = await plant.PortAsync();
        DateTimeOffset started = TimeProvider.System.GetUtcNow();
        await using ToolProcess demo = ToolProcess.Start(
            "demo", "--port", "0", "--plant", $"127.0.0.1:{port}", "--influx", $"{influx.Url}", "--data", Path.Combine(_folder.FullName, "demo.db"));
        await demo.PortAsync();

        JsonElement[] good = await RowsAsync(influx, "SELECT active_power, current, voltage, power_factor FROM generator", atLeast: 3);
        await plant.DisposeAsync();
        long lastGood = good[^1][0].GetInt64();
        JsonElement[] bad = await RowsAsync(influx, $"SELECT active_power_quality FROM generator WHERE time > {lastGood}", atLeast: 1);
        DateTimeOffset ended = TimeProvider.System.GetUtcNow();

        foreach (JsonElement row in good)
        {
            Assert.InRange(DateTimeOffset.UnixEpoch.AddTicks(row[0].GetInt64() / 100), started, ended);
            double product = Math.Sqrt(3) * row[2].GetDouble() * row[3].GetDouble() * row[4].GetDouble();
            Assert.Equal(row[1].GetDouble(), product, row[1].GetDouble() * 1e-5); // one point: its fields were true at one time
        }

        Assert.Equal((int)(Quality.NotConnected | Quality.NotTopical), bad[0][1].GetInt32());
        Assert.InRange(DateTimeOffset.UnixEpoch.AddTicks(bad[0][0].GetInt64() / 100), started, ended);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Asks until there are enough rows; the database answers an empty result at once.</summary>
    private static async Task<JsonElement[]> RowsAsync(TimeSeriesServer influx, string query, int atLeast)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            string answer = await influx.GetAsync($"/query?db=busbar&epoch=ns&q={Uri.EscapeDataString(query)}");
            JsonElement result = JsonDocument.Parse(answer).RootElement.GetProperty("results")[0];
            if (result.TryGetProperty("series", out JsonElement series))
            {
                JsonElement[] rows = [.. series[0].GetProperty("values").EnumerateArray()];
                if (rows.Length >= atLeast)
                    return rows;
            }

            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
