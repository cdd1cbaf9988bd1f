namespace Busbar.AspNetCore;

/// <summary>What a sink has taken and how it is, for <c>/api/status</c>.</summary>
/// <param name="Name">Its name, for people: <c>history</c>, <c>influx</c>.</param>
/// <param name="Accepted">Samples it took.</param>
/// <param name="Rejected">Samples it did not take.</param>
/// <param name="Health">How well it does.</param>
public sealed record SinkStatus(string Name, long Accepted, long Rejected, SinkHealth Health);
