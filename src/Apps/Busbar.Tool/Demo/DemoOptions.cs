namespace Busbar.Tool.Demo;

/// <summary>What the demo shows and where.</summary>
internal sealed record DemoOptions
{
    public required System.Net.IPEndPoint EndPoint { get; init; }

    /// <summary>A plant that runs elsewhere; null starts one.</summary>
    public (string Host, int Port)? Plant { get; init; }

    public required Plant.PlantOptions OwnPlant { get; init; }

    /// <summary>The server that also gets the points; null for none.</summary>
    public Uri? Influx { get; init; }

    public required string HistoryFile { get; init; }
}
